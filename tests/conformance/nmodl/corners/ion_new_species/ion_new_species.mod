: SPDX-License-Identifier: BSD-3-Clause
: Two ions of its own: an anion with a half-integer valence that nobody else knows, and one that is only read elsewhere.
NEURON {
    SUFFIX ins
    USEION xq READ exq, ixq WRITE ixq VALENCE -1
    USEION zz READ zzi, zzo WRITE zzi, izz VALENCE 3
    RANGE g, flow, ratio
}
PARAMETER { g = 1e-4 flow = 0.01 }
ASSIGNED { v exq ixq izz zzi zzo ratio }
STATE { pool }
INITIAL { pool = 2 zzi = pool ratio = zzo/zzi }
BREAKPOINT {
    SOLVE st METHOD cnexp
    ixq = g*(v - exq)
    izz = 1e-5*(v + 20)
}
DERIVATIVE st {
    pool' = flow - 0.1*pool
    zzi = pool
    ratio = zzo/zzi
}
