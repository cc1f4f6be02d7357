: SPDX-License-Identifier: BSD-3-Clause
: The weights of all connections as the digits of one number.
NEURON { ARTIFICIAL_CELL Order RANGE digits }
ASSIGNED { digits }
NET_RECEIVE(w) {
    digits = 0
    FOR_NETCONS(a) { digits = digits*10 + a }
}
