: SPDX-License-Identifier: BSD-3-Clause
: the common idiom: a hoc Random object kept behind a POINTER slot
NEURON { POINT_PROCESS UseRandom RANGE last POINTER slot }
ASSIGNED { last slot }
VERBATIM
#ifndef NRN_VERSION_GTEQ_8_2_0
double nrn_random_pick(void* r);
void* nrn_random_arg(int argpos);
#define RANDCAST
#else
#define RANDCAST (Rand*)
#endif
ENDVERBATIM
FUNCTION pick() {
VERBATIM
    if (_p_slot) {
        _lpick = nrn_random_pick(RANDCAST _p_slot);
    } else {
        _lpick = -1.;
    }
    last = _lpick;
ENDVERBATIM
}
PROCEDURE use() {
VERBATIM
    {
        void** pv = (void**)(&_p_slot);
        if (ifarg(1)) {
            *pv = nrn_random_arg(1);
        } else {
            *pv = (void*)0;
        }
    }
ENDVERBATIM
}
INITIAL { last = pick() }
