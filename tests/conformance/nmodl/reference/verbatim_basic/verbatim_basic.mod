: SPDX-License-Identifier: BSD-3-Clause
: C blocks: locals and arguments carry an _l prefix, RANGE variables keep their name
NEURON { SUFFIX vbb RANGE a, b, n }
PARAMETER { a = 4 }
ASSIGNED { v b n }
VERBATIM
static double twice(double x) { return 2.0 * x; }
static int ncall = 0;
ENDVERBATIM
INITIAL {
    LOCAL q
    q = 5
    VERBATIM
    {
        double w = twice(_lq) + a;
        b = w;
        n = 0;
    }
    ENDVERBATIM
    n = n + count(3)
}
FUNCTION count(x) {
    VERBATIM
    ncall++;
    _lcount = _lx * 10.0 + ncall;
    ENDVERBATIM
}
FUNCTION early(x) {
    early = 1
    if (x > 0) {
VERBATIM
        return 99.0;
ENDVERBATIM
    }
    early = 2
}
PROCEDURE setb(x) {
VERBATIM
    b = _lx;
    return 0;
ENDVERBATIM
}
