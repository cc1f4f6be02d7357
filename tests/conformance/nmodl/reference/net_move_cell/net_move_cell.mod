: SPDX-License-Identifier: BSD-3-Clause
: an outstanding self event is moved by later input
NEURON { ARTIFICIAL_CELL Mover RANGE due, n, first }
ASSIGNED { due n first }
INITIAL { n = 0 due = 10 first = 1 net_send(10, 1) }
NET_RECEIVE(w) {
    if (flag == 1) {
        n = n + 1
        net_event(t)
        due = t + 6
        net_send(6, 1)
    } else {
        due = t + (due - t)*w
        net_move(due)
    }
}
