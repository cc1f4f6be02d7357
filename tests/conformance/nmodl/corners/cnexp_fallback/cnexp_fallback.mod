: SPDX-License-Identifier: BSD-3-Clause
: cnexp is asked for, but one equation is not linear in its state.
NEURON { SUFFIX cfb RANGE x, z }
PARAMETER { r = 0.8 cap = 2 }
ASSIGNED { v }
STATE { x z }
INITIAL { x = 0.1 z = 1 }
BREAKPOINT { SOLVE growth METHOD cnexp }
DERIVATIVE growth {
    x' = r*x*exp(-x/cap) - 0.2*x
    z' = x - z
}
