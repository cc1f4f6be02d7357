: SPDX-License-Identifier: BSD-3-Clause
: Two integrations in one mechanism, one after the other.
NEURON { SUFFIX s2b RANGE x, a, b }
ASSIGNED { v }
STATE { x a b }
INITIAL { x = 0.2 a = 1 b = 0 }
BREAKPOINT {
    SOLVE gate METHOD cnexp
    SOLVE scheme METHOD sparse
}
DERIVATIVE gate { x' = (a - x)/2 }
KINETIC scheme {
    ~ a <-> b (x, 0.3)
}
