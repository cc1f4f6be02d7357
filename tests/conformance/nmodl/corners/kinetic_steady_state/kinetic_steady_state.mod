: SPDX-License-Identifier: BSD-3-Clause
: The steady state of a cycle.
NEURON { SUFFIX kss RANGE f, a, b, c }
PARAMETER { f = 1 }
ASSIGNED { v }
STATE { a b c }
INITIAL {
    a = 1 b = 0 c = 0
    SOLVE cycle STEADYSTATE sparse
}
BREAKPOINT { SOLVE cycle METHOD sparse }
KINETIC cycle {
    ~ a <-> b (f, 0.4)
    ~ b <-> c (2, 0.1*f)
    ~ c <-> a (0.7, 0.2)
    CONSERVE a + b + c = 1
}
