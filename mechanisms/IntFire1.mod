: SPDX-License-Identifier: BSD-3-Clause
TITLE Leaky integrator of events that fires

COMMENT
m decays to 0 with time constant tau, and an event adds its weight. When m passes 1, the cell fires and takes no
events for the time refrac; then m is 0. Since an event is all that changes m, it is computed only when one
arrives.
ENDCOMMENT

NEURON {
    ARTIFICIAL_CELL IntFire1
    RANGE tau, refrac, m
    THREADSAFE
}

PARAMETER {
    tau = 10 (ms) <1e-9, 1e9>
    refrac = 5 (ms) <0, 1e9>
}

ASSIGNED {
    m
    since (ms) : when m was computed
    is_refractory
}

INITIAL {
    m = 0
    since = t
    is_refractory = 0
}

: What m is now; while the cell is refractory 2 at first, then -1.
FUNCTION M() {
    if (is_refractory == 0) {
        M = m*exp(-(t - since)/tau)
    } else if (t - since < .5) {
        M = 2
    } else {
        M = -1
    }
}

NET_RECEIVE(w) {
    if (is_refractory == 0) {
        m = m*exp(-(t - since)/tau) + w
        since = t
        if (m > 1) {
            is_refractory = 1
            m = 2
            net_send(refrac, 1)
            net_event(t)
        }
    } else if (flag == 1) {
        is_refractory = 0
        m = 0
        since = t
    }
}
