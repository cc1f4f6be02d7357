TITLE delayed rectifier
: SPDX-License-Identifier: BSD-3-Clause
: One gate; rates by valence and position, with a lower bound for the time constant.

NEURON {
    SUFFIX kdr
    USEION k READ ek WRITE ik
    RANGE gbar, gk, ninf, taun
    GLOBAL vhalf, zeta, gm, nmin
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.01 (S/cm2)
    vhalf = 13 (mV)
    a0n = 0.02 (/ms)
    zeta = -3
    gm = 0.7
    nmin = 1 (ms)
    q10 = 1
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ek (mV)
    ik (mA/cm2)
    gk (S/cm2)
    ninf
    taun (ms)
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
    n' = (ninf - n)/taun
}
FUNCTION alpn(vm (mV)) {
    alpn = exp(1e-3*zeta*(vm - vhalf)*9.648e4/(8.315*(273.16 + celsius)))
}
FUNCTION betn(vm (mV)) {
    betn = exp(1e-3*zeta*gm*(vm - vhalf)*9.648e4/(8.315*(273.16 + celsius)))
}
PROCEDURE rates(vm (mV)) {
    LOCAL a, qt
    qt = q10^((celsius - 24)/10)
    a = alpn(vm)
    ninf = 1/(1 + a)
    taun = betn(vm)/(qt*a0n*(1 + a))
    if (taun < nmin) { taun = nmin }
}
