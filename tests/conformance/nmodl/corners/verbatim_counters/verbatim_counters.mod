: SPDX-License-Identifier: BSD-3-Clause
: old C without prototypes, generators of the C library, loops, switch, strings
NEURON { POINT_PROCESS VOld RANGE a, code }
ASSIGNED { a code }
VERBATIM
#include <stdlib.h>
#include <string.h>
#include <stdio.h>
enum Mode { OFF, SLOW = 3, FAST };
static int decode(const char* name) {
    static const char* names[] = {"off", "slow", "fast", NULL};
    int i = 0;
    while (names[i] && strcmp(names[i], name)) ++i;
    switch (i) {
    case 0: return OFF;
    case 1: return SLOW;
    case 2: return FAST;
    default: return -1;
    }
}
ENDVERBATIM
PROCEDURE start(seed) {
VERBATIM
    srand48((long)_lseed);
    return 0;
ENDVERBATIM
}
FUNCTION draw() {
VERBATIM
    a = drand48();
    _ldraw = a + lrand48() % 7;
ENDVERBATIM
}
FUNCTION mode() {
VERBATIM
    code = decode(gargstr(1));
    return code;
ENDVERBATIM
}
FUNCTION early(x) {
    early = 3
    VERBATIM
    if (_lx < 0) {
        return -1;
    }
    ENDVERBATIM
    if (x > 10) {
        early = 10
        VERBATIM
        return _learly * 2;
        ENDVERBATIM
    }
    early = early + x
}
FUNCTION text(x) {
VERBATIM
    char buffer[64];
    int n = snprintf(buffer, sizeof(buffer), "%08.3f|%5d|%s", _lx, 42, "end");
    double hash = 0;
    for (int i = 0; i < n; ++i) hash = hash * 1.5 + buffer[i];
    return hash + atof("1.25e1") + strtol("77", NULL, 8);
ENDVERBATIM
}
