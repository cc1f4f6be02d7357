: SPDX-License-Identifier: BSD-3-Clause
: Memory of an instance behind a pointer slot; arguments that may be absent, strings.
NEURON { POINT_PROCESS Ring RANGE size, held, mean POINTER buf }
PARAMETER { size = 4 }
ASSIGNED { v held mean buf }
VERBATIM
#include <stdlib.h>
#include <string.h>
extern double* hoc_getarg(int);
typedef struct { int n; int at; double x[32]; } Store;
ENDVERBATIM
CONSTRUCTOR {
VERBATIM
    {
        Store* s = (Store*) calloc(1, sizeof(Store));
        *((Store**) &_p_buf) = s;
    }
ENDVERBATIM
}
DESTRUCTOR {
VERBATIM
    free(*((Store**) &_p_buf));
ENDVERBATIM
}
INITIAL {
    held = 0
    mean = 0
VERBATIM
    {
        Store* s = *((Store**) &_p_buf);
        memset(s, 0, sizeof(Store));
    }
ENDVERBATIM
}
BREAKPOINT { SOLVE keep }
PROCEDURE keep() {
VERBATIM
    {
        Store* s = *((Store**) &_p_buf);
        int i, m = (int) size;
        double sum = 0.;
        s->x[s->at] = v;
        s->at = (s->at + 1) % m;
        if (s->n < m) { s->n++; }
        for (i = 0; i < s->n; ++i) { sum += s->x[i]; }
        held = s->n;
        mean = sum / s->n;
    }
    return 0;
ENDVERBATIM
}
FUNCTION back(k) {
VERBATIM
    {
        Store* s = *((Store**) &_p_buf);
        int m = (int) size;
        int k = ifarg(1) ? (int) *getarg(1) : 0;
        _lback = s->x[(s->at - 1 - k + 2 * m) % m];
    }
ENDVERBATIM
}
