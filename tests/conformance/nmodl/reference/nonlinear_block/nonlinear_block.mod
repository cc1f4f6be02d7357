: SPDX-License-Identifier: BSD-3-Clause
: NONLINEAR equations solved by Newton from the present values
NEURON { SUFFIX nlb RANGE x, p, c }
PARAMETER { c = 2 }
STATE { x p }
INITIAL { x = 1 p = 1 SOLVE eqs }
BREAKPOINT { }
NONLINEAR eqs {
    ~ x*x + p = c
    ~ x + exp(p) = c + 1
}
