TITLE slow non-inactivating potassium current
: SPDX-License-Identifier: BSD-3-Clause
: Rates in a table that follows the temperature.

NEURON {
    SUFFIX km
    USEION k READ ek WRITE ik
    RANGE gbar, gk, ninf, ntau
    GLOBAL q10
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.0003 (S/cm2)
    tha = -30 (mV)
    qa = 9 (mV)
    Ra = 0.001 (/ms)
    Rb = 0.001 (/ms)
    q10 = 2.3
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ek (mV)
    ik (mA/cm2)
    gk (S/cm2)
    ninf
    ntau (ms)
}
STATE { n }
INITIAL {
    rates(v)
    n = ninf
}
BREAKPOINT {
    SOLVE states METHOD cnexp
    gk = gbar*n
    ik = gk*(v - ek)
}
DERIVATIVE states {
    rates(v)
    n' = (ninf - n)/ntau
}
PROCEDURE rates(vm (mV)) {
    LOCAL a, b, tadj
    TABLE ninf, ntau DEPEND celsius, q10, Ra, Rb, tha, qa FROM -120 TO 100 WITH 199
    tadj = q10^((celsius - 23)/10)
    a = Ra*rise(vm - tha)
    b = Rb*rise(tha - vm)
    ntau = 1/(a + b)/tadj
    ninf = a/(a + b)
}
FUNCTION rise(x (mV)) (mV) {
    if (fabs(x) < 1e-6) { rise = qa } else { rise = x/(1 - exp(-x/qa)) }
}
