TITLE L-type calcium current
: SPDX-License-Identifier: BSD-3-Clause
: Constant field current, activation m2, inactivation by calcium.

NEURON {
    SUFFIX cal
    USEION ca READ cai, cao WRITE ica
    RANGE gbar, minf, tau
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (mM) = (milli/liter)
    (S) = (siemens)
    FARADAY = 96520 (coul)
    R = 8.3134 (joule/degC)
    KTOMV = 0.0853 (mV/degC)
}
PARAMETER {
    gbar = 0.0003 (S/cm2)
    ki = 0.001 (mM)
    tfa = 1
    zetam = 2
    gmm = 0.1
    vhalfm = 4 (mV)
    a0m = 0.1 (/ms)
}
ASSIGNED {
    v (mV)
    celsius (degC)
    cai (mM)
    cao (mM)
    ica (mA/cm2)
    gcal (S/cm2)
    minf
    tau (ms)
}
STATE { m }
INITIAL {
    rate(v)
    m = minf
}
BREAKPOINT {
    SOLVE state METHOD cnexp
    gcal = gbar*m*m*h2(cai)
    ica = gcal*ghk(v, cai, cao)
}
DERIVATIVE state {
    rate(v)
    m' = (minf - m)/tau
}
FUNCTION h2(ci (mM)) { h2 = ki/(ki + ci) }
FUNCTION ghk(vm (mV), ci (mM), co (mM)) (mV) {
    LOCAL nu, f
    f = KTF(celsius)/2
    nu = vm/f
    ghk = -f*(1 - (ci/co)*exp(nu))*efun(nu)
}
FUNCTION KTF(degrees (degC)) (mV) { KTF = (25/293.15)*(degrees + 273.15) }
FUNCTION efun(z) {
    if (fabs(z) < 1e-4) { efun = 1 - z/2 } else { efun = z/(exp(z) - 1) }
}
FUNCTION alp(vm (mV)) (/ms) { alp = 15.69*(-1*vm + 81.5)/(exp((-1*vm + 81.5)/10) - 1) }
FUNCTION bet(vm (mV)) (/ms) { bet = 0.29*exp(-vm/10.86) }
FUNCTION alpmt(vm (mV)) { alpmt = exp(0.0378*zetam*(vm - vhalfm)) }
FUNCTION betmt(vm (mV)) { betmt = exp(0.0378*zetam*gmm*(vm - vhalfm)) }
PROCEDURE rate(vm (mV)) {
    LOCAL a, qt
    qt = 5^((celsius - 25)/10)
    a = alp(vm)
    tau = betmt(vm)/(qt*a0m*(1 + alpmt(vm)))
    if (tau < 0.05) { tau = 0.05 }
    minf = a/(a + bet(vm))
}
