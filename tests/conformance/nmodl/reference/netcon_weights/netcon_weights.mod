: SPDX-License-Identifier: BSD-3-Clause
: several weights per connection, INITIAL inside NET_RECEIVE, state kept per connection
NEURON { POINT_PROCESS Depress RANGE s, tau, U NONSPECIFIC_CURRENT i }
PARAMETER { tau = 3 (ms) U = 0.4 trec = 5 (ms) }
ASSIGNED { v i }
STATE { s }
INITIAL { s = 0 }
BREAKPOINT { SOLVE d METHOD cnexp  i = s*(v - 0)*(1e-3) }
DERIVATIVE d { s' = -s/tau }
NET_RECEIVE(w, r, last (ms), n) {
    INITIAL {
        r = 1
        last = -1e9
        n = 0
    }
    r = 1 - (1 - r)*exp(-(t - last)/trec)
    s = s + w*U*r
    r = r*(1 - U)
    last = t
    n = n + 1
}
