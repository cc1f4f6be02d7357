: SPDX-License-Identifier: BSD-3-Clause
: LINEAR equations used for a steady state
NEURON { SUFFIX lnr RANGE x, p, z, k }
PARAMETER { k = 3 }
STATE { x p z }
INITIAL { SOLVE eqs }
BREAKPOINT { }
LINEAR eqs {
    ~ 2*x + p - z = k
    ~ x - 3*p = 1 - k
    ~ x + p + z = 6
}
