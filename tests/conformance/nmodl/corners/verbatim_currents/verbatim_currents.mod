: SPDX-License-Identifier: BSD-3-Clause
: C inside BREAKPOINT: v is that of each of the two evaluations; ion variables by their own and by the ion's name
NEURON {
    SUFFIX vcur
    USEION ca READ cai, eca WRITE ica
    NONSPECIFIC_CURRENT i
    RANGE gbar, gca, n, seen, x
}
PARAMETER { gbar = 0.0004 (S/cm2) gca = 0.0001 e = -60 (mV) }
ASSIGNED { v (mV) cai (mM) eca (mV) ica (mA/cm2) i (mA/cm2) n seen celsius (degC) }
STATE { x }
VERBATIM
static double rectify(double u) { return u > 0 ? u * u * 1e-2 : 0.3 * u; }
ENDVERBATIM
INITIAL { x = 0.2 n = 0 rates(v) }
BREAKPOINT {
    SOLVE states METHOD cnexp
    VERBATIM
    n += 1;
    i = gbar * x * rectify(v - e) * pow(3.0, (celsius - 6.3) / 10.);
    ica = gca * (v - eca) * (1. + 100. * cai);
    ENDVERBATIM
    seen = ica * 1000
}
DERIVATIVE states { x' = (rates(v) - x) / 4 }
FUNCTION rates(u (mV)) {
    VERBATIM
    _lrates = 1. / (1. + exp(-(_lu + 55.) / 9.));
    ENDVERBATIM
}
