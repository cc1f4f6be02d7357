: SPDX-License-Identifier: BSD-3-Clause
: Occupancies of a ring of states from linear equations.
NEURON { SUFFIX lin RANGE k, p, q, r, s }
PARAMETER { k = 1 }
ASSIGNED { v }
STATE { p q r s }
INITIAL { SOLVE ring }
BREAKPOINT { p = p }
LINEAR ring {
    LOCAL f
    f = exp(-(v + 60)/20)
    ~ p*(k + 0.5) = 2*q + 0.1*s
    ~ q*(2 + f) = k*p + 0.3*r
    ~ r*(0.3 + 0.2) - f*q = 0.4*s
    ~ p + q + r + s = 1
}
