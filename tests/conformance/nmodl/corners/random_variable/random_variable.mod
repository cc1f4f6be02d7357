: SPDX-License-Identifier: BSD-3-Clause
: Streams of an instance, for every kind of draw.
NEURON { POINT_PROCESS Noisy NONSPECIFIC_CURRENT i RANGE amp, i, u, e, n, p, q RANDOM ru, rn }
PARAMETER { amp = 0.01 }
ASSIGNED { v i u e n p q }
INITIAL { u = 0 e = 0 n = 0 p = 0 q = 0 i = 0 }
BREAKPOINT {
    SOLVE draw
    i = amp*n
}
PROCEDURE draw() {
    u = random_uniform(ru)
    e = random_negexp(ru, 2)
    n = random_normal(rn, 0.5, 2)
    p = random_uniform(ru, -3, 5)
    q = q + random_normal(rn)
}
