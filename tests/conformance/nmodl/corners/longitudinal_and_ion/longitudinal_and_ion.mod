: SPDX-License-Identifier: BSD-3-Clause
: A concentration that diffuses along the cable and is the ion's own.
NEURON { SUFFIX lai USEION na READ ina, nai WRITE nai RANGE k }
UNITS { (um) = (micron) (mM) = (milli/liter) F = (faraday) (coulomb) PI = (pi) (1) }
PARAMETER { D = 0.6 (um2/ms) k = 0.02 }
ASSIGNED { v ina nai (mM) diam (um) }
STATE { na (mM) }
INITIAL { na = nai }
BREAKPOINT { SOLVE conc METHOD sparse }
KINETIC conc {
    COMPARTMENT PI*diam*diam/4 { na }
    LONGITUDINAL_DIFFUSION D*PI*diam*diam/4 { na }
    ~ na << (-ina/F*PI*diam*(1e4) + k*(10 - na))
    nai = na
}
