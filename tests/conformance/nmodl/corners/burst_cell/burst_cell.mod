: SPDX-License-Identifier: BSD-3-Clause
: An artificial cell that answers an event by a burst, and can be stopped.
NEURON { ARTIFICIAL_CELL Burster RANGE n, gap, left, fired }
PARAMETER { n = 4 gap = 2.5 (ms) }
ASSIGNED { left fired }
INITIAL { left = 0 fired = 0 }
NET_RECEIVE(w) {
    if (flag == 0) {
        if (w < 0) {
            left = 0
        } else if (left == 0) {
            left = n
            net_send(gap/2, 1)
        } else {
            left = left + w
        }
    } else {
        if (left > 0) {
            fired = fired + 1
            net_event(t)
            left = left - 1
            net_send(gap, flag)
        }
    }
}
