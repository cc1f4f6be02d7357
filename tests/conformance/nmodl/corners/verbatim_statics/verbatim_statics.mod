: SPDX-License-Identifier: BSD-3-Clause
: static numbers and functions of C are shared by all instances; macros of C are names of NMODL's code too
NEURON { SUFFIX vstat RANGE mine, total, half }
VERBATIM
#include <math.h>
#include <stdlib.h>
#define SCALE 2.5
static int calls = 0;
static double sum = 0.0;
static double bump(double x) {
    calls++;
    sum += x;
    return SCALE * x;
}
ENDVERBATIM
PARAMETER { seed = 1 }
ASSIGNED { mine total half v }
INITIAL {
    VERBATIM
    mine = bump(t + 1.0) + calls;
    ENDVERBATIM
    half = SCALE / 2
}
BREAKPOINT { SOLVE onward }
PROCEDURE onward() {
    LOCAL k
    k = 3
    VERBATIM
    double w = _lk + 0.5;
    int i;
    for (i = 0; i < 3; i++) {
        w = w * 1.01 + sqrt(fabs(v)) * 1e-3;
    }
    ENDVERBATIM
    mine = mine + 1
    VERBATIM
    mine += w;
    total = sum;
    ENDVERBATIM
}
FUNCTION ncalls() {
    VERBATIM
    return (double)calls;
    ENDVERBATIM
}
