: SPDX-License-Identifier: BSD-3-Clause
: Linear and stiff: derivimplicit solves it to rounding.
NEURON { SUFFIX dil RANGE k1, k2 }
PARAMETER { k1 = 50 k2 = 0.2 }
ASSIGNED { v }
STATE { a b c d }
INITIAL { a = 1 b = 0 c = 0 d = 0 }
BREAKPOINT { SOLVE chain METHOD derivimplicit }
DERIVATIVE chain {
    a' = -k1*a + k2*b
    b' = k1*a - k2*b - 3*b + 0.5*c
    c' = 3*b - 0.5*c - k2*c + d
    d' = k2*c - d
}
