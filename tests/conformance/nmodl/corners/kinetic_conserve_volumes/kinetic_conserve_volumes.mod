: SPDX-License-Identifier: BSD-3-Clause
: Volumes weigh the sum that is conserved.
NEURON { SUFFIX kcv RANGE a, b, c, k }
PARAMETER { k = 0.6 va = 2 vb = 0.5 vc = 1 }
ASSIGNED { v }
STATE { a b c }
INITIAL { a = 1 b = 0.2 c = 0 }
BREAKPOINT { SOLVE st METHOD sparse }
KINETIC st {
    COMPARTMENT va { a }
    COMPARTMENT vb { b }
    COMPARTMENT vc { c }
    ~ a <-> b (k, 0.3)
    ~ b <-> c (0.2, 0.1)
    CONSERVE a + b + c = 2.1
}
