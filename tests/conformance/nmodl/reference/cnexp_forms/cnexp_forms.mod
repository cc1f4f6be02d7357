: SPDX-License-Identifier: BSD-3-Clause
: every linear shape that cnexp accepts
NEURON {
    SUFFIX cnx
    RANGE a, b, c, d, e, r, src
}
PARAMETER { r = 0.7 (/ms)  src = 3  tau = 4 (ms) }
ASSIGNED { v (mV) }
STATE { a b c d e }
INITIAL { a = 1 b = 0 c = 2 d = 0.1 e = 5 }
BREAKPOINT { SOLVE st METHOD cnexp }
DERIVATIVE st {
    LOCAL q
    q = 2 + v/100
    a' = -r*a
    b' = (src - b)/tau
    c' = q*(1 - c) - r*c/2
    d' = src*q
    e' = -e
}
