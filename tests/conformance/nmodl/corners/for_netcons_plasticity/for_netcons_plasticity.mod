: SPDX-License-Identifier: BSD-3-Clause
: Weights of all connections move when the cell fires, each by its own trace.
NEURON { POINT_PROCESS Plastic NONSPECIFIC_CURRENT i RANGE tau, e, i, g, visited }
PARAMETER { tau = 3 (ms) e = 0 (mV) tp = 15 (ms) rate = 0.2 }
ASSIGNED { v (mV) i (nA) visited }
STATE { g (uS) }
INITIAL { g = 0 visited = 0 net_send(0, 1) }
BREAKPOINT { SOLVE st METHOD cnexp i = g*(v - e) }
DERIVATIVE st { g' = -g/tau }
NET_RECEIVE(w (uS), trace, last (ms)) {
    INITIAL { trace = 0 last = t }
    if (flag == 0) {
        trace = trace*exp(-(t - last)/tp) + 1
        last = t
        g = g + w
    } else if (flag == 2) {
        FOR_NETCONS(wt, tr, la) {
            wt = wt*(1 + rate*tr*exp(-(t - la)/tp))
            visited = visited + 1
        }
    } else {
        WATCH (v > -30) 2
    }
}
