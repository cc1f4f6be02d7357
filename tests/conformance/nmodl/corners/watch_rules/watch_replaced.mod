: SPDX-License-Identifier: BSD-3-Clause
: A WATCH that is replaced takes its event back; conditions that hold, or nearly, when a WATCH begins.
NEURON { POINT_PROCESS Replacer RANGE x, y, n, came, mode }
PARAMETER { mode = 0 }
ASSIGNED { v x y n came[60] }
INITIAL { n = 0 x = 0 y = 0 net_send(0, 1) }
PROCEDURE note(a, b) { if (n < 58) { came[n] = a  came[n+1] = b  n = n + 2 } }
NET_RECEIVE(w, u) {
    INITIAL { u = 3 }
    note(t, flag)
    if (flag == 0) {
        x = x + w
        if (mode == 3) { WATCH (x > 1e-12) 2 WATCH (x > 1e-9) 3 x = x + 1 }
    } else if (flag == 1) {
        if (mode == 0) { WATCH (x > 1) 2  WATCH (x > 0.5) 3 WATCH (x > 0) 4 }
        if (mode == 1) { WATCH (x > -1e-13) 2 WATCH (x > 1e-13) 3 WATCH (x > 1e-10) 4 }
        if (mode == 2) { WATCH (x > 0.5) 3 WATCH (y > 0.5) 2 }
    } else if (flag == 2) {
        if (mode == 0) { WATCH (x < 1) 6  }
        if (mode == 2) { x = -1 }
    } else if (flag == 3) {
        if (mode == 2) { y = 1 }
    }
}
