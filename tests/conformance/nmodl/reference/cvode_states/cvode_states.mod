: SPDX-License-Identifier: BSD-3-Clause
: the same block under variable time steps
NEURON { SUFFIX cvs NONSPECIFIC_CURRENT i RANGE g, n, e }
PARAMETER { g = 4e-4 e = -80 (mV) }
ASSIGNED { v (mV) i (mA/cm2) }
STATE { n <1e-4>  c }
INITIAL { n = ninf(v) c = 0 }
BREAKPOINT { SOLVE st METHOD cnexp i = g*n^4*(v - e) }
DERIVATIVE st {
    n' = (ninf(v) - n)/2
    c' = n*(1 - c) - 0.3*c
}
FUNCTION ninf(v) { ninf = 1/(1 + exp(-(v + 40)/8)) }
