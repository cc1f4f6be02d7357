TITLE fast sodium current of an axon and soma
: SPDX-License-Identifier: BSD-3-Clause
: m3h with rates that have removable singularities.

NEURON {
    SUFFIX na
    USEION na READ ena WRITE ina
    RANGE gbar, gna, minf, hinf, mtau, htau
    GLOBAL q10, temp
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.05 (S/cm2)
    tha = -35 (mV)
    qa = 9 (mV)
    Ra = 0.182 (/ms)
    Rb = 0.124 (/ms)
    thi = -52 (mV)
    qi = 5 (mV)
    Rd = 0.024 (/ms)
    Rg = 0.0091 (/ms)
    thinf = -65 (mV)
    qinf = 6.2 (mV)
    temp = 23 (degC)
    q10 = 2.3
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ena (mV)
    ina (mA/cm2)
    gna (S/cm2)
    minf
    hinf
    mtau (ms)
    htau (ms)
}
STATE { m h }
INITIAL {
    rates(v)
    m = minf
    h = hinf
}
BREAKPOINT {
    SOLVE states METHOD cnexp
    gna = gbar*m*m*m*h
    ina = gna*(v - ena)
}
DERIVATIVE states {
    rates(v)
    m' = (minf - m)/mtau
    h' = (hinf - h)/htau
}
PROCEDURE rates(vm (mV)) {
    LOCAL a, b, tadj
    tadj = q10^((celsius - temp)/10)
    a = trap0(vm, tha, Ra, qa)
    b = trap0(-vm, -tha, Rb, qa)
    mtau = 1/(a + b)/tadj
    minf = a/(a + b)
    a = trap0(vm, thi, Rd, qi)
    b = trap0(-vm, 75, Rg, qi)
    htau = 1/(a + b)/tadj
    hinf = 1/(1 + exp((vm - thinf)/qinf))
}
FUNCTION trap0(vm (mV), th (mV), a (/ms), q (mV)) (/ms) {
    if (fabs((vm - th)/q) > 1e-6) {
        trap0 = a*(vm - th)/(1 - exp(-(vm - th)/q))
    } else {
        trap0 = a*q
    }
}
