: SPDX-License-Identifier: BSD-3-Clause
: WATCH with several conditions replaced at run time
NEURON { POINT_PROCESS Detector RANGE hi, lo, up, down, tup, tdown }
PARAMETER { hi = -55 (mV) lo = -62 (mV) }
ASSIGNED { v (mV) up down tup tdown }
INITIAL { up = 0 down = 0 tup = -1 tdown = -1 net_send(0, 1) }
NET_RECEIVE(w) {
    if (flag == 1) {
        WATCH (v > hi) 2
        WATCH (v < lo) 3
    } else if (flag == 2) {
        up = up + 1
        tup = t
        net_event(t)
    } else if (flag == 3) {
        down = down + 1
        tdown = t
    }
}
