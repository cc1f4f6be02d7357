: SPDX-License-Identifier: BSD-3-Clause
: Three conditions at a time, self events sent from their events, and a log of what arrives when.
NEURON { POINT_PROCESS Watcher RANGE x, hi, lo, n, came, mode }
PARAMETER { hi = 0.5 lo = 0.2 mode = 0 }
ASSIGNED { v x n came[60] }
INITIAL { n = 0 net_send(0, 1) }
PROCEDURE note(a, b) { if (n < 58) { came[n] = a  came[n+1] = b  n = n + 2 } }
NET_RECEIVE(w) {
    if (flag == 0) {
        note(t, 0) x = x + w
    } else if (flag == 1) {
        WATCH (x > hi) 2
        WATCH (x < lo) 3, (x*x > 4) 5
    } else if (flag == 2) {
        note(t, 2)
        if (mode == 1) { WATCH (x < lo) 3 }
        if (mode == 2) { net_send(0.3, 6) net_send(0, 7) }
    } else if (flag == 3) {
        note(t, 3)
        if (mode == 1) { WATCH (x > hi) 2  net_send(0, 4) }
    } else {
        note(t, flag)
    }
}
