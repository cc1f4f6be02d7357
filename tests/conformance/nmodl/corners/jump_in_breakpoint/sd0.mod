: SPDX-License-Identifier: BSD-3-Clause
: state_discontinuity where BREAKPOINT is evaluated twice a step: it jumps once, and not in finitialize.
NEURON { POINT_PROCESS Jumper RANGE k, te NONSPECIFIC_CURRENT i }
PARAMETER { te = 0 }
ASSIGNED { v i k }
STATE { x z }
INITIAL { x = 1 z = 2 k = 0 }
BREAKPOINT {
    SOLVE d METHOD cnexp
    if (at_time(te)) { k = k + 1 state_discontinuity(x, x + 1) }
    i = (1e-3)*x*exp(v/100)
}
DERIVATIVE d { x' = -x/1000 z' = -z/100 }
NET_RECEIVE(w) { state_discontinuity(z, z + w) }
