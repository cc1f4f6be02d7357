: SPDX-License-Identifier: BSD-3-Clause
: RANDOM variables (new in 9.0)
NEURON { SUFFIX rnd RANGE a, n RANDOM rg }
ASSIGNED { a[6] n }
INITIAL {
    random_setseq(rg, 0)
    a[0] = random_uniform(rg)
    a[1] = random_uniform(rg, 2, 5)
    a[2] = random_normal(rg)
    a[3] = random_normal(rg, 10, 2)
    a[4] = random_negexp(rg)
    a[5] = random_negexp(rg, 4)
    n = random_ipick(rg)
}
