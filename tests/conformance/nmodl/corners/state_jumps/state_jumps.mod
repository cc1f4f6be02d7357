: SPDX-License-Identifier: BSD-3-Clause
: Jumps of states by events, written both ways, and a delay made by a self event.
NEURON { POINT_PROCESS Jump NONSPECIFIC_CURRENT i RANGE a, b, e, i }
PARAMETER { ta = 0.8 tb = 4 e = -10 }
ASSIGNED { v i factor }
STATE { a b }
INITIAL {
    LOCAL tp
    a = 0
    b = 0
    tp = ta*tb/(tb - ta)*log(tb/ta)
    factor = 1/(exp(-tp/tb) - exp(-tp/ta))
}
BREAKPOINT { SOLVE st METHOD cnexp i = (b - a)*(v - e) }
DERIVATIVE st { a' = -a/ta b' = -b/tb }
NET_RECEIVE(w) {
    if (flag == 0) {
        net_send(1.25, w*1000)
    } else {
        state_discontinuity(a, a + flag/1000*factor)
        b = b + flag/1000*factor
    }
}
