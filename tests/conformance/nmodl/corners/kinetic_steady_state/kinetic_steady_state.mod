: SPDX-License-Identifier: BSD-3-Clause
: The steady state of a cycle, once linear and once with a dimer.
NEURON { SUFFIX kss RANGE f, a, b, c, m, d }
PARAMETER { f = 1 }
ASSIGNED { v }
STATE { a b c m d }
INITIAL {
    a = 1 b = 0 c = 0
    SOLVE cycle STEADYSTATE sparse
    m = 2 d = 0
    SOLVE dimer STEADYSTATE sparse
}
BREAKPOINT { SOLVE cycle METHOD sparse SOLVE dimer METHOD sparse }
KINETIC cycle {
    ~ a <-> b (f, 0.4)
    ~ b <-> c (2, 0.1*f)
    ~ c <-> a (0.7, 0.2)
    CONSERVE a + b + c = 1
}
KINETIC dimer {
    ~ 2 m <-> d (f, 0.5)
    CONSERVE m + 2 d = 2
}
