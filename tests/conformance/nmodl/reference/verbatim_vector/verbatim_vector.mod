: SPDX-License-Identifier: BSD-3-Clause
: a function that takes Vectors, numbers and strings from the interpreter
NEURON { SUFFIX nothing }
VERBATIM
#ifndef NRN_VERSION_GTEQ_8_2_0
extern double* vector_vec();
extern int vector_capacity();
extern void* vector_arg();
#endif
ENDVERBATIM
FUNCTION vbv_dot() {
VERBATIM
    {
        double *x, *y, s = 0;
        int i, n, m;
        n = vector_instance_px(vector_arg(1), &x);
        m = vector_arg_px(2, &y);
        if (m < n) n = m;
        for (i = 0; i < n; i++) s += x[i] * y[i];
        if (ifarg(3)) s *= *getarg(3);
        _lvbv_dot = s;
    }
ENDVERBATIM
}
PROCEDURE vbv_fill() {
VERBATIM
    {
        double* x = vector_vec(vector_arg(1));
        int i, n = vector_capacity(vector_arg(1));
        for (i = 0; i < n; i++) x[i] = i * *getarg(2);
    }
ENDVERBATIM
}
FUNCTION vbv_strlen() {
VERBATIM
    {
        char* c = gargstr(1);
        int n = 0;
        while (c[n]) n++;
        _lvbv_strlen = n;
    }
ENDVERBATIM
}
FUNCTION vbv_plain(x, y) { vbv_plain = x - y }
