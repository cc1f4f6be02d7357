: SPDX-License-Identifier: BSD-3-Clause
: What net_move moves: the latest self event of flag 1, with the weights that it was sent with.
NEURON { ARTIFICIAL_CELL Mover RANGE n, came }
ASSIGNED { n came[60] }
INITIAL { n = 0 }
PROCEDURE note(a, b) { if (n < 58) { came[n] = a  came[n+1] = b  n = n + 2 } }
NET_RECEIVE(w) {
    if (flag == 0) {
        note(t, w)
        if (w == 1) { net_send(10, 1) }
        if (w == 2) { net_move(t + 1) }
        if (w == 3) { net_send(5, 1) net_send(5, 2) net_send(5, 3) net_event(t) }
        if (w == 4) { net_event(t + 2) }
    } else {
        note(t, flag + 100*w)
    }
}
