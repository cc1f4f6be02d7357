: SPDX-License-Identifier: BSD-3-Clause
: Each connection keeps numbers of its own, set up in its own INITIAL.
NEURON { POINT_PROCESS Keeper RANGE total, inits, g, offset NONSPECIFIC_CURRENT i }
PARAMETER { offset = 0.5 }
ASSIGNED { v i total inits }
STATE { g }
INITIAL { g = 0 total = 0 inits = 0 }
BREAKPOINT { SOLVE st METHOD cnexp i = g*v }
DERIVATIVE st { g' = -g/2 }
NET_RECEIVE(w, n, sum, before (ms)) {
    INITIAL {
        n = offset
        sum = w
        before = -1
        inits = inits + 1
    }
    n = n + 1
    if (before >= 0) {
        sum = sum + w*exp(-(t - before)/5)
    }
    before = t
    total = total + w*n
    g = g + sum
    w = w*0.9
}
