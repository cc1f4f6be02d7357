: SPDX-License-Identifier: BSD-3-Clause
: A concentration as a STATE, also assigned in BREAKPOINT; a current that is read, written and assigned elsewhere.
NEURON { SUFFIX icc USEION ca READ cai, ica WRITE cai, ica RANGE a, b, c, p }
ASSIGNED { v ica a b c p }
STATE { cai s }
INITIAL { a = cai cai = 1e-3 s = 0 p = 0 }
BREAKPOINT { SOLVE d METHOD cnexp
    b = cai
    c = ica
    ica = 0.0001*(v - 100)
    cai = cai + 1
}
DERIVATIVE d {
    s' = 1
    p = ica
    ica = 17
    cai' = 1
}
