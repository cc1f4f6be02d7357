: SPDX-License-Identifier: BSD-3-Clause
: artificial cell with self events, flag and net_event
NEURON { ARTIFICIAL_CELL Burster RANGE nburst, gap, fired, level }
PARAMETER { nburst = 3 gap = 1.5 (ms) }
ASSIGNED { fired level left }
INITIAL { fired = 0 level = 0 left = 0 }
NET_RECEIVE(w) {
    if (flag == 0) {
        level = level + w
        if (level >= 1 && left == 0) {
            level = 0
            left = nburst
            net_send(gap/2, 7)
        }
    } else if (flag == 7) {
        fired = fired + 1
        net_event(t)
        left = left - 1
        if (left > 0) { net_send(gap, 7) }
    }
}
