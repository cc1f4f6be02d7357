: SPDX-License-Identifier: BSD-3-Clause
: A linear system in each step, with coefficients that move; ~+ continues an equation.
NEURON { SUFFIX les RANGE x, z, n }
ASSIGNED { v n }
STATE { x z }
INITIAL { x = 0 z = 0 n = 0 }
BREAKPOINT { SOLVE pair METHOD simeq }
LINEAR pair {
    n = n + 1
    ~ (2 + sin(t))*x - z = 1
    ~ z*3 = x
    ~+ z = t
}
