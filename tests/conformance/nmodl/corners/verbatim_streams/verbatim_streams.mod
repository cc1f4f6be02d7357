: SPDX-License-Identifier: BSD-3-Clause
: streams that C makes for itself, and numbers of counters that C keeps
NEURON { SUFFIX nothing }
VERBATIM
#include "nrnran123.h"
static nrnran123_State* stream = 0;
ENDVERBATIM
PROCEDURE vst_make(a, b, c) {
VERBATIM
    if (stream) nrnran123_deletestream(stream);
    stream = nrnran123_newstream3((uint32_t)_la, (uint32_t)_lb, (uint32_t)_lc);
ENDVERBATIM
}
FUNCTION vst_uniform() {
VERBATIM
    return nrnran123_dblpick(stream);
ENDVERBATIM
}
FUNCTION vst_bits() {
VERBATIM
    _lvst_bits = (double)nrnran123_ipick(stream);
ENDVERBATIM
}
FUNCTION vst_negexp() {
VERBATIM
    _lvst_negexp = nrnran123_negexp(stream);
ENDVERBATIM
}
FUNCTION vst_normal() {
VERBATIM
    _lvst_normal = nrnran123_normal(stream);
ENDVERBATIM
}
FUNCTION vst_where() {
VERBATIM
    uint32_t seq;
    char which;
    nrnran123_getseq(stream, &seq, &which);
    _lvst_where = seq * 4.0 + which;
ENDVERBATIM
}
PROCEDURE vst_goto(s, w) {
VERBATIM
    nrnran123_setseq(stream, (uint32_t)_ls, (char)_lw);
ENDVERBATIM
}
FUNCTION vst_ran4(high) {
VERBATIM
    uint32_t idx = (uint32_t)_lhigh;
    double x[3];
    mcell_ran4_init(7);
    mcell_ran4(&idx, x, 3, 2.0);
    _lvst_ran4 = x[0] + 10. * x[1] + 100. * x[2] + idx;
ENDVERBATIM
}
