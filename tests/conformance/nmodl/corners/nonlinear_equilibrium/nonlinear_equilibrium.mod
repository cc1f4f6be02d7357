: SPDX-License-Identifier: BSD-3-Clause
: Equilibrium of binding, from a guess.
NEURON { SUFFIX nle RANGE total, kd, free, bound }
PARAMETER { total = 1 kd = 0.3 }
ASSIGNED { v }
STATE { free bound }
INITIAL {
    free = total
    bound = 0.1
    SOLVE balance METHOD newton
}
BREAKPOINT { free = free }
NONLINEAR balance {
    ~ free + bound = total
    ~ free*free = kd*bound
}
