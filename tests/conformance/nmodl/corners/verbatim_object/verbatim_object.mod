: SPDX-License-Identifier: BSD-3-Clause
: an object of C behind a POINTER slot, one for each instance, made and freed by it
NEURON { POINT_PROCESS VObject RANGE n, last, first POINTER box }
ASSIGNED { n last first box }
VERBATIM
#include <stdlib.h>
#include <string.h>
typedef struct {
    int count, room;
    double* values;
} Box;
#define BOX ((Box*)_p_box)
ENDVERBATIM
CONSTRUCTOR {
VERBATIM
    {
        Box** b = (Box**)(&_p_box);
        *b = (Box*)malloc(sizeof(Box));
        memset(*b, 0, sizeof(Box));
    }
ENDVERBATIM
}
DESTRUCTOR {
VERBATIM
    if (BOX) {
        free(BOX->values);
        free(BOX);
        *(void**)(&_p_box) = NULL;
    }
ENDVERBATIM
}
PROCEDURE add(x) {
VERBATIM
    if (BOX->count == BOX->room) {
        BOX->room = BOX->room ? 2 * BOX->room : 2;
        BOX->values = (double*)realloc(BOX->values, BOX->room * sizeof(double));
    }
    BOX->values[BOX->count++] = _lx;
ENDVERBATIM
    n = n + 1
}
FUNCTION item(i) {
VERBATIM
    int k = (int)_li;
    if (k < 0 || k >= BOX->count) return -1.0;
    _litem = BOX->values[k];
ENDVERBATIM
}
BREAKPOINT { SOLVE keep }
PROCEDURE keep() {
VERBATIM
    last = BOX->count > 0 ? BOX->values[BOX->count - 1] : 0.;
    first = BOX->count > 0 ? BOX->values[0] + t : t;
ENDVERBATIM
}
