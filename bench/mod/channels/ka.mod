TITLE A-type potassium current
: SPDX-License-Identifier: BSD-3-Clause
: Activation with a valence that moves with the potential, inactivation with a time constant linear in it.

NEURON {
    SUFFIX ka
    USEION k READ ek WRITE ik
    RANGE gbar, gka, ninf, linf, taun, taul
    GLOBAL lmin, nmin
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.008 (S/cm2)
    vhalfn = 11 (mV)
    vhalfl = -56 (mV)
    a0n = 0.05 (/ms)
    zetan = -1.5
    zetal = 3
    gmn = 0.55
    lmin = 2 (ms)
    nmin = 0.1 (ms)
    pw = -1
    tq = -40 (mV)
    qq = 5 (mV)
    q10 = 5
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ek (mV)
    ik (mA/cm2)
    gka (S/cm2)
    ninf
    linf
    taun (ms)
    taul (ms)
}
STATE { n l }
INITIAL {
    rates(v)
    n = ninf
    l = linf
}
BREAKPOINT {
    SOLVE states METHOD cnexp
    gka = gbar*n*l
    ik = gka*(v - ek)
}
DERIVATIVE states {
    rates(v)
    n' = (ninf - n)/taun
    l' = (linf - l)/taul
}
FUNCTION alpn(vm (mV)) {
    LOCAL zeta
    zeta = zetan + pw/(1 + exp((vm - tq)/qq))
    alpn = exp(1e-3*zeta*(vm - vhalfn)*9.648e4/(8.315*(273.16 + celsius)))
}
FUNCTION betn(vm (mV)) {
    LOCAL zeta
    zeta = zetan + pw/(1 + exp((vm - tq)/qq))
    betn = exp(1e-3*zeta*gmn*(vm - vhalfn)*9.648e4/(8.315*(273.16 + celsius)))
}
FUNCTION alpl(vm (mV)) {
    alpl = exp(1e-3*zetal*(vm - vhalfl)*9.648e4/(8.315*(273.16 + celsius)))
}
PROCEDURE rates(vm (mV)) {
    LOCAL a, qt
    qt = q10^((celsius - 24)/10)
    a = alpn(vm)
    ninf = 1/(1 + a)
    taun = betn(vm)/(qt*a0n*(1 + a))
    if (taun < nmin) { taun = nmin }
    linf = 1/(1 + alpl(vm))
    taul = 0.26*(vm + 50)
    if (taul < lmin) { taul = lmin }
}
