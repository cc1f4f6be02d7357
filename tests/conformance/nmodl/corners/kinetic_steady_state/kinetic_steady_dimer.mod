: SPDX-License-Identifier: BSD-3-Clause
: The steady state of a second-order scheme.
NEURON { SUFFIX ksd RANGE f, m, d }
PARAMETER { f = 1 }
ASSIGNED { v }
STATE { m d }
INITIAL {
    m = 2 d = 0
    SOLVE dimer STEADYSTATE sparse
}
BREAKPOINT { SOLVE dimer METHOD sparse }
KINETIC dimer {
    ~ 2 m <-> d (f, 0.5)
    CONSERVE m + 2 d = 2
}
