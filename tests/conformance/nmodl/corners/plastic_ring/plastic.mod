: SPDX-License-Identifier: BSD-3-Clause
: A synapse that watches v and its own conductance, sends to itself, counts and changes the weights that end at it.
NEURON { POINT_PROCESS Plastic RANGE g, i, total, crossings, low, since, steps, peak NONSPECIFIC_CURRENT i }
PARAMETER { tau = 2 (ms) low = -60 (mV) gap = 0.7 (ms) }
ASSIGNED { v (mV) i (nA) total crossings since steps peak }
STATE { g (uS) }
CONSTRUCTOR { peak = -100 }
INITIAL { g = 0 total = 0 crossings = 0 since = 0 steps = 0 net_send(0, 1) }
BREAKPOINT {
    SOLVE decay METHOD cnexp
    if (at_time(3)) { state_discontinuity(g, g + 0.001) }
    i = g*(v - 0)*(1 - 0.2/(1 + exp(-v/10)))
}
DERIVATIVE decay { g' = -g/tau }
BEFORE STEP { steps = steps + 1 if (v > peak) { peak = v } }
AFTER SOLVE { since = since + dt }
NET_RECEIVE(w (uS), trace, n) {
    INITIAL { trace = 1 n = 0 }
    if (flag == 0) {
        n = n + 1
        g = g + w*trace
        trace = trace*0.6
        total = 0
        FOR_NETCONS(wj, tj, nj) { total = total + wj*nj tj = tj + (1 - tj)*0.1 }
        if (n == 2) { net_send(gap, 5) }
    } else if (flag == 1) {
        WATCH (v > -20) 2
        WATCH (g > 0.03) 4
    } else if (flag == 2) {
        crossings = crossings + 1
        since = 0
        net_event(t)
        WATCH (v < low) 3
    } else if (flag == 3) {
        WATCH (v > -20) 2, (g > 0.03) 4
    } else {
        g = g*0.9
        if (flag == 5) { net_send(gap, 6) }
    }
}
