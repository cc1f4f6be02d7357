: SPDX-License-Identifier: BSD-3-Clause
: Leaky integration between events; the outstanding self event is moved by each input.
NEURON { ARTIFICIAL_CELL Leaky RANGE tau, m, bias, refractory, t0 }
PARAMETER { tau = 10 (ms) bias = 1.3 refractory = 3 (ms) }
ASSIGNED { m t0 (ms) resting }
INITIAL {
    m = 0
    t0 = t
    resting = 0
    net_send(cross(m), 1)
}
FUNCTION cross(x) (ms) {
    if (bias > 1) {
        cross = tau*log((bias - x)/(bias - 1))
    } else {
        cross = 1e9
    }
}
FUNCTION value() { value = bias + (m - bias)*exp(-(t - t0)/tau) }
NET_RECEIVE(w) {
    if (flag == 0) {
        if (resting == 0) {
            m = value() + w
            t0 = t
            if (m > 1) {
                net_move(t)
            } else {
                net_move(t + cross(m))
            }
        }
    } else if (flag == 1) {
        net_event(t)
        resting = 1
        m = 0
        net_send(refractory, 2)
    } else if (flag == 2) {
        resting = 0
        m = 0
        t0 = t
        net_send(cross(0), 1)
    }
}
