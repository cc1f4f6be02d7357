: SPDX-License-Identifier: BSD-3-Clause
: Counts upstrokes and downstrokes, and times how long the membrane was above.
NEURON { POINT_PROCESS Watcher RANGE up, down, above, thresh, reset, since, seq }
PARAMETER { thresh = -20 reset = -50 }
ASSIGNED { v up down above since seq }
INITIAL {
    up = 0 down = 0 above = 0 since = 0 seq = 0
    net_send(0, 1)
}
NET_RECEIVE(w) {
    if (flag == 1) {
        WATCH (v > thresh) 2
    } else if (flag == 2) {
        up = up + 1
        since = t
        seq = seq*10 + 2
        WATCH (v < reset) 3, (v > 35) 4
    } else if (flag == 4) {
        seq = seq*10 + 4
    } else if (flag == 3) {
        down = down + 1
        above = above + t - since
        seq = seq*10 + 3
        WATCH (v > thresh) 2
    }
}
