: SPDX-License-Identifier: BSD-3-Clause
: C that only returns.
NEURON { SUFFIX vbr RANGE x, n }
ASSIGNED { v x n }
STATE { s }
INITIAL { s = 0 n = 0 rates(v) x = clipped(5) + clipped(-5) }
BREAKPOINT { SOLVE st METHOD cnexp tick() }
DERIVATIVE st { s' = x - s }
PROCEDURE rates(u) {
    x = u/10
    VERBATIM
    return 0;
    ENDVERBATIM
}
PROCEDURE tick() {
    n = n + 1
VERBATIM
    /* nothing */
ENDVERBATIM
}
FUNCTION clipped(a) {
    clipped = a
    if (a < 0) {
        clipped = 0
        VERBATIM
        return 0.5;
        ENDVERBATIM
    }
}
