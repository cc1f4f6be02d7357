: SPDX-License-Identifier: BSD-3-Clause
: A table of an array and of a number beside it; bounds from a parameter.
NEURON { SUFFIX tba RANGE low, high, w }
DEFINE N 3
PARAMETER { top = 50 }
ASSIGNED { v a[N] b w low high }
INITIAL {
    fill(v)
    w = a[0] + 10*a[1] + 100*a[2] + 1000*b
    fill(-79.3)
    low = a[1]
    fill(1000)
    high = a[2]
}
BREAKPOINT { w = w }
PROCEDURE fill(x) {
    TABLE a, b FROM -80 TO top WITH 13
    FROM k = 0 TO N - 1 { a[k] = exp(-(x - 10*k)*(x - 10*k)/1000) }
    b = x/7
}
