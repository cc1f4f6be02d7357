: SPDX-License-Identifier: BSD-3-Clause
: An event that sets v of its node, and reads a concentration.
NEURON { POINT_PROCESS Setter RANGE seen, half USEION na READ nai }
ASSIGNED { v seen half nai (mM) }
NET_RECEIVE(w) {
    seen = v
    v = w
    half = v/2 + nai
}
