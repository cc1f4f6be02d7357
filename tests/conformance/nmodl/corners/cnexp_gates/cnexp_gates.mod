: SPDX-License-Identifier: BSD-3-Clause
: A fast and a slow conductance with rates that have a removable singularity.
NEURON {
    SUFFIX gates
    USEION na READ ena WRITE ina
    USEION k READ ek WRITE ik
    RANGE gnabar, gkbar, gna, gk, minf, mtau
    THREADSAFE
}
UNITS { (mV) = (millivolt) (mA) = (milliamp) (S) = (siemens) }
PARAMETER {
    gnabar = 0.06 (S/cm2)
    gkbar = 0.01 (S/cm2)
    q10 = 2.5
}
ASSIGNED {
    v (mV) celsius (degC)
    ena (mV) ek (mV) ina (mA/cm2) ik (mA/cm2)
    gna (S/cm2) gk (S/cm2)
    minf hinf ninf mtau (ms) htau (ms) ntau (ms)
}
STATE { m h n }
INITIAL {
    rates(v)
    m = minf
    h = hinf
    n = ninf
}
BREAKPOINT {
    SOLVE states METHOD cnexp
    gna = gnabar*m^3*h
    gk = gkbar*n^4
    ina = gna*(v - ena)
    ik = gk*(v - ek)
}
DERIVATIVE states {
    rates(v)
    m' = (minf - m)/mtau
    h' = (hinf - h)/htau
    n' = (ninf - n)/ntau
}
FUNCTION ratio(x, y) {
    if (fabs(x/y) < 1e-6) {
        ratio = y*(1 - x/y/2)
    } else {
        ratio = x/(exp(x/y) - 1)
    }
}
PROCEDURE rates(v (mV)) {
    LOCAL a, b, q
    q = q10^((celsius - 22)/10)
    a = 0.32*ratio(-(v + 47), 4)
    b = 0.28*ratio(v + 20, 5)
    mtau = 1/(a + b)/q
    minf = a/(a + b)
    a = 0.128*exp(-(v + 43)/18)
    b = 4/(1 + exp(-(v + 20)/5))
    htau = 1/(a + b)/q
    hinf = a/(a + b)
    a = 0.032*ratio(-(v + 45), 5)
    b = 0.5*exp(-(v + 50)/40)
    ntau = 1/(a + b)/q
    ninf = a/(a + b)
}
