: SPDX-License-Identifier: BSD-3-Clause
: what a user passes: numbers, texts, references, Vectors, or nothing
NEURON { SUFFIX varg RANGE x }
ASSIGNED { x }
VERBATIM
#ifndef NRN_VERSION_GTEQ_8_2_0
extern double* hoc_pgetarg();
extern int hoc_is_double_arg(int narg);
extern double chkarg();
#endif
ENDVERBATIM
FUNCTION count() {
VERBATIM
    int n = 0;
    while (ifarg(n + 1)) n++;
    _lcount = n;
ENDVERBATIM
}
FUNCTION kinds() {
VERBATIM
    int i;
    double code = 0;
    for (i = 1; ifarg(i); i++) {
        code = code * 10 + 1 * hoc_is_double_arg(i) + 2 * hoc_is_str_arg(i) + 3 * hoc_is_object_arg(i) + 4 * hoc_is_pdouble_arg(i);
    }
    return code;
ENDVERBATIM
}
FUNCTION add_all() {
VERBATIM
    {
        int i;
        double sum = 0;
        for (i = 1; ifarg(i); ++i) sum += *getarg(i);
        return sum;
    }
ENDVERBATIM
}
PROCEDURE swap() {
VERBATIM
    double* a = hoc_pgetarg(1);
    double* b = hoc_pgetarg(2);
    double keep = *a;
    *a = *b;
    *b = keep;
ENDVERBATIM
}
FUNCTION letters() {
VERBATIM
    char* a = gargstr(1);
    char buffer[100];
    sprintf(buffer, "%s-%g", a, chkarg(2, 0., 10.));
    _lletters = strlen(buffer) + buffer[0] / 1000.0;
ENDVERBATIM
}
PROCEDURE grow() {
VERBATIM
    void* v = vector_arg(1);
    int i, n = vector_capacity((IvocVect*)v);
    double* px;
    vector_resize((IvocVect*)v, 2 * n);
    vector_instance_px((IvocVect*)v, &px);
    for (i = 0; i < n; i++) px[n + i] = -px[i];
ENDVERBATIM
}
