: SPDX-License-Identifier: BSD-3-Clause
: arrays as C sees them: side by side, passed to functions, with constant tables beside them
NEURON { SUFFIX varr RANGE a, b, s GLOBAL g }
DEFINE N 4
PARAMETER { g[3] }
ASSIGNED { a[N] b[N] s }
STATE { c[2] }
VERBATIM
static const double kTable[] = {0.5, 0.25, 0.125, 0.0625};
static double dot(const double* x, const double* y, int n) {
    double sum = 0;
    for (int i = 0; i < n; ++i) sum += x[i] * y[i];
    return sum;
}
ENDVERBATIM
INITIAL {
    FROM i = 0 TO N-1 { a[i] = i + 1 }
VERBATIM
    for (int i = 0; i < 4; ++i) b[i] = kTable[i] * a[i];
    double* p = &a[1];
    p[1] = 30;
    c[0] = 1;
    c[1] = 2;
    s = dot(a, b, 4);
ENDVERBATIM
    c[1] = c[1] + a[2]
    g[1] = s
}
BREAKPOINT { SOLVE decay }
PROCEDURE decay() {
    FROM i = 0 TO 1 { c[i] = c[i] * (1 - dt * b[i]) }
}
FUNCTION sum(n) {
VERBATIM
    int i;
    _lsum = g[1];
    for (i = 0; i < (int)_ln; i++) {
        _lsum += a[i];
    }
ENDVERBATIM
}
