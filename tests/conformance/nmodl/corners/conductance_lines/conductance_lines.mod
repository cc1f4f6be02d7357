: SPDX-License-Identifier: BSD-3-Clause
: Hints for the conductance: of an ion, of a second current, summed.
NEURON {
    SUFFIX cdl
    USEION k READ ek WRITE ik
    NONSPECIFIC_CURRENT ileak
    RANGE gk, gl, n, calls
}
PARAMETER { gk = 2e-4 gl = 5e-5 }
ASSIGNED { v ek ik ileak g1 g2 calls }
STATE { n }
INITIAL { n = 0.3 calls = 0 }
BREAKPOINT {
    CONDUCTANCE g1 USEION k
    CONDUCTANCE g2
    SOLVE st METHOD cnexp
    calls = calls + 1
    g1 = gk*n
    g2 = gl
    ik = g1*(v - ek)
    ileak = g2*(v + 55)
}
DERIVATIVE st { n' = (1/(1 + exp(-(v + 55)/5)) - n)/3 }
