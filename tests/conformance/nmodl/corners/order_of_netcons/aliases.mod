: SPDX-License-Identifier: BSD-3-Clause
: The arguments of FOR_NETCONS are the weights themselves, also those of the event at hand.
NEURON { POINT_PROCESS Aliases RANGE first, later }
ASSIGNED { v first later }
NET_RECEIVE(w, q) {
    INITIAL {
        q = q + 3
        FOR_NETCONS(a, b) { first = first + a*b b = b + 1 }
    }
    w = 10
    q = q + 1
    FOR_NETCONS(a, b) { later = later + a  b = b + 100  q = q + 1000 }
    later = later + 1000*q
}
