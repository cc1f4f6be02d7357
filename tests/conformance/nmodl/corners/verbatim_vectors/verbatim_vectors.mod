: SPDX-License-Identifier: BSD-3-Clause
: Vectors from the interpreter, read and written by C.
NEURON { SUFFIX nothing }
VERBATIM
#include <stdlib.h>
#ifndef NRN_VERSION_GTEQ_8_2_0
extern double* vector_vec();
extern int vector_capacity();
extern void* vector_arg();
#endif
ENDVERBATIM
FUNCTION vv_median() {
VERBATIM
    {
        double* x;
        int n = vector_arg_px(1, &x), i, j;
        double* y = (double*) malloc(n * sizeof(double));
        for (i = 0; i < n; ++i) { y[i] = x[i]; }
        for (i = 1; i < n; ++i) {
            double key = y[i];
            for (j = i - 1; j >= 0 && y[j] > key; --j) { y[j + 1] = y[j]; }
            y[j + 1] = key;
        }
        _lvv_median = n % 2 ? y[n / 2] : (y[n / 2 - 1] + y[n / 2]) / 2;
        free(y);
    }
ENDVERBATIM
}
FUNCTION vv_smooth() {
VERBATIM
    {
        double *x, *y;
        int n = vector_arg_px(1, &x), i, w = ifarg(3) ? (int) *getarg(3) : 1;
        void* to = vector_arg(2);
        vector_resize((IvocVect*) to, n);
        y = vector_vec((IvocVect*) to);
        for (i = 0; i < n; ++i) {
            int k, m = 0;
            y[i] = 0.;
            for (k = i - w; k <= i + w; ++k) {
                if (k >= 0 && k < n) { y[i] += x[k]; ++m; }
            }
            y[i] /= m;
        }
        _lvv_smooth = vector_capacity((IvocVect*) to);
    }
ENDVERBATIM
}
FUNCTION vv_word() {
VERBATIM
    {
        char* s = gargstr(1);
        int n = 0;
        while (*s) { n += (*s++ == 'e'); }
        _lvv_word = n;
    }
ENDVERBATIM
}
