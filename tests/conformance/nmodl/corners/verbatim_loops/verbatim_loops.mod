: SPDX-License-Identifier: BSD-3-Clause
: Plain C with locals, arrays of the mechanism, a static, a helper function and math.
NEURON { SUFFIX vbl RANGE a, total, rms, calls }
DEFINE N 6
ASSIGNED { v a[N] total rms calls }
VERBATIM
#include <math.h>
static double square(double x) { return x * x; }
static int counter = 0;
ENDVERBATIM
INITIAL {
    LOCAL scale
    scale = 0.5
    VERBATIM
    {
        int i;
        double sum = 0., sq = 0.;
        for (i = 0; i < 6; ++i) {
            a[i] = _lscale * i - cos((double) i);
            sum += a[i];
            sq += square(a[i]);
        }
        total = sum;
        rms = sqrt(sq / 6);
        ++counter;
        calls = counter;
    }
    ENDVERBATIM
}
FUNCTION average(upto) {
VERBATIM
    int i, n = (int) _lupto;
    double s = 0.;
    if (n < 1 || n > 6) { return -1.; }
    for (i = 0; i < n; ++i) { s += a[i]; }
    _laverage = s / n;
ENDVERBATIM
}
