: SPDX-License-Identifier: BSD-3-Clause
: Arrays as parameters, results and globals; indices that are computed.
NEURON { SUFFIX aop RANGE p, r, first, total GLOBAL table }
DEFINE N 4
PARAMETER { p[N] table[N] first = 1 }
ASSIGNED { v r[N] total }
STATE { s[N] }
INITIAL {
    FROM i = 0 TO N - 1 {
        s[i] = i*0.1
        r[N - 1 - i] = p[i] + table[i/2]
    }
    total = 0
}
BREAKPOINT { SOLVE step_all }
PROCEDURE step_all() {
    LOCAL k, acc[N]
    s[0] = s[0] + dt*(1 - s[0])
    FROM i = 1 TO N - 1 { s[i] = s[i] + dt*(s[i-1] - (i + 1)*s[i]) }
    FROM i = first TO N - 1 BY 2 {
        acc[i] = s[i]*p[i]
        total = total + acc[i]
    }
    k = 2.9
    r[k] = total
}
