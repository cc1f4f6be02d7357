: SPDX-License-Identifier: BSD-3-Clause
COMMENT
 array variables and FROM loops
ENDCOMMENT
DEFINE N 5
NEURON {
    SUFFIX arr
    RANGE a, b, total, k
    GLOBAL w
}
ASSIGNED {
    a[N]
    b[3]
    w[N]
    total
    k
}
STATE { s[2] }
INITIAL {
    LOCAL x, y[3]
    FROM i = 0 TO N-1 {
        a[i] = i*i
        w[N-1-i] = 10*i
    }
    FROM j = 0 TO 4 BY 2 {
        b[j/2] = a[j] + 0.5
    }
    k = 0
    total = 0
    y[0] = 1  y[1] = 2  y[2] = 4
    FROM i = 1 TO 3 {
        FROM j = 1 TO i {
            total = total + y[i-1]*j
            k = k + 1
        }
    }
    x = 1.9
    a[x] = 77           : a real index is truncated
    s[0] = a[2] + a[N-1]
    s[1] = 1/2          : real division
}
