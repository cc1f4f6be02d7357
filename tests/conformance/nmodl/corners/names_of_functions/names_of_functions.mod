: SPDX-License-Identifier: BSD-3-Clause
: Variables and functions named like those of C and of the language.
NEURON { SUFFIX nof RANGE k, n, sparsely, index, gamma_, jn, main, printf_ }
PARAMETER { k = 2 gamma_ = 3 main = 4 }
ASSIGNED { v n sparsely index jn printf_ }
STATE { state x1 }
INITIAL {
    state = 1
    x1 = 2
    index = time(2)
    n = fabs(-2.5) + pow(k, 3) + atan2(1, 2) + log10(50) + erf(0.3)
    sparsely = 3
    jn = sparsely*2
    printf_ = main
}
BREAKPOINT { SOLVE states METHOD cnexp }
DERIVATIVE states { state' = -state/k x1' = gamma_ }
FUNCTION time(x) { time = x*k }
