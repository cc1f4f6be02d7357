: SPDX-License-Identifier: BSD-3-Clause
: a synapse that saturates: its rate depends on a state that another event moves
NEURON { POINT_PROCESS VsSyn NONSPECIFIC_CURRENT i RANGE tau1, tau2, e, g }
UNITS { (mV) = (millivolt) (nA) = (nanoamp) (uS) = (microsiemens) }
PARAMETER { tau1 = 0.5 (ms) tau2 = 4 (ms) e = 0 (mV) }
ASSIGNED { v (mV) i (nA) g (uS) }
STATE { a (uS) b (uS) }
INITIAL { a = 0 b = 0 }
BREAKPOINT { SOLVE states METHOD cnexp g = b/(1 + 20(/uS)*b) i = g*(v - e) }
DERIVATIVE states { a' = -a/tau1  b' = a/tau1 - b/tau2 }
NET_RECEIVE(w (uS), last (ms)) {
    if (t - last < 2) { a = a + 0.5*w } else { a = a + w }
    last = t
}
