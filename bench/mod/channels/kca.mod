TITLE calcium-dependent potassium current
: SPDX-License-Identifier: BSD-3-Clause
: Opened by calcium to a power, at a rate that grows with it.

NEURON {
    SUFFIX kca
    USEION k READ ek WRITE ik
    USEION ca READ cai
    RANGE gbar, gk, ninf, ntau
    GLOBAL caix, Ra, Rb
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (mM) = (milli/liter)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.001 (S/cm2)
    caix = 4
    cac = 0.0005 (mM)
    Ra = 0.05 (/ms)
    Rb = 0.1 (/ms)
    q10 = 2.3
}
ASSIGNED {
    v (mV)
    celsius (degC)
    cai (mM)
    ek (mV)
    ik (mA/cm2)
    gk (S/cm2)
    ninf
    ntau (ms)
}
STATE { n }
INITIAL {
    rates(cai)
    n = ninf
}
BREAKPOINT {
    SOLVE states METHOD cnexp
    gk = gbar*n*n
    ik = gk*(v - ek)
}
DERIVATIVE states {
    rates(cai)
    n' = (ninf - n)/ntau
}
PROCEDURE rates(c (mM)) {
    LOCAL a, tadj
    tadj = q10^((celsius - 23)/10)
    a = Ra*(c/cac)^caix
    ntau = 1/(a + Rb)/tadj
    ninf = a/(a + Rb)
}
