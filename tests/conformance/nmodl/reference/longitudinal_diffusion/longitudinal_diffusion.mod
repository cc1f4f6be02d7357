: SPDX-License-Identifier: BSD-3-Clause
: a substance that diffuses between segments
NEURON { SUFFIX ldf RANGE x, src }
UNITS { (um) = (micron) (mM) = (milli/liter) PI = (pi) (1) }
PARAMETER { D = 1.2 (um2/ms) src = 0 }
ASSIGNED { diam (um) }
STATE { x (mM) }
INITIAL { x = src }
BREAKPOINT { SOLVE dif METHOD sparse }
KINETIC dif {
    COMPARTMENT PI*diam*diam/4 { x }
    LONGITUDINAL_DIFFUSION D*PI*diam*diam/4 { x }
    ~ x << (0)
}
