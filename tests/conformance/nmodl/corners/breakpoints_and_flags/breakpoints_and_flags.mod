: SPDX-License-Identifier: BSD-3-Clause
: Two BREAKPOINTs, of which the second goes on where the first ends, and an event that changes its flag.
NEURON { POINT_PROCESS Twofold NONSPECIFIC_CURRENT i RANGE g, i, b, count, seen }
UNITS { (mV) = (millivolt) (nA) = (nanoamp) (uS) = (microsiemens) }
PARAMETER { tau = 3 (ms) e = 0 (mV) }
ASSIGNED { v (mV) i (nA) b count seen }
STATE { g (uS) h }
INITIAL { g = 0 h = 1 count = 0 seen = 0 net_send(1, 2) }
BREAKPOINT {
    SOLVE decay METHOD cnexp
    i = g*(v - e)
}
DERIVATIVE decay { g' = -g/tau h' = (0.5 - h)/tau }
BREAKPOINT {
    LOCAL half
    half = 1/2
    b = 1/(1 + exp(-0.062*v))
    i = i*b*half*h
}
NET_RECEIVE(w (uS)) {
    if (flag == 2) { flag = -1 }
    if (flag >= 0) { g = g + w }
    count = count + 1
    seen = seen + flag
}
