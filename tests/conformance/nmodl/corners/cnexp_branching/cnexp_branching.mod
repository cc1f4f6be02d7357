: SPDX-License-Identifier: BSD-3-Clause
: Statements between equations, branches, and states that drive one another.
NEURON { SUFFIX cbr RANGE tau, up, s, r }
PARAMETER { tau = 4 (ms) up = 0.3 }
ASSIGNED { v (mV) s }
STATE { a b c r }
INITIAL { a = 0.1 b = 0.9 c = 0 r = 1 s = 0 }
BREAKPOINT { SOLVE st METHOD cnexp }
DERIVATIVE st {
    LOCAL target, k
    target = 0.5 + 0.4*sin(t)
    if (a < 0.4) {
        k = up
        s = s + 1
    } else if (a < 0.55) {
        k = up/2
    } else {
        k = up/5
    }
    a' = k*(target - a)
    b' = -b*a/tau + 0.1
    k = gain(a, b)
    c' = k - c
    r' = 0.25
}
FUNCTION gain(x, y) {
    LOCAL z
    z = x - y
    if (z < 0) { z = -z }
    gain = z/(1 + z)
}
