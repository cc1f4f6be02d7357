: SPDX-License-Identifier: BSD-3-Clause
TITLE Sodium, potassium and leak channels of the squid giant axon

COMMENT
Hodgkin & Huxley (1952), J Physiol 117:500-544, with the potential inside minus outside and rest near -65 mV.
All rates carry a Q10 of 3 above the experiments' 6.3 degrees. The rates are read from tables over v, 1 mV
apart, unless usetable_hh is 0.
ENDCOMMENT

NEURON {
    SUFFIX hh
    USEION na READ ena WRITE ina
    USEION k READ ek WRITE ik
    NONSPECIFIC_CURRENT il
    RANGE gnabar, gkbar, gl, el, gna, gk
    RANGE minf, hinf, ninf, mtau, htau, ntau
    THREADSAFE
}

UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}

PARAMETER {
    gnabar = .12 (S/cm2) <0, 1e9>
    gkbar = .036 (S/cm2) <0, 1e9>
    gl = .0003 (S/cm2) <0, 1e9>
    el = -54.3 (mV)
}

STATE { m h n }

ASSIGNED {
    v (mV)
    celsius (degC)
    ena (mV)
    ek (mV)
    gna (S/cm2)
    gk (S/cm2)
    ina (mA/cm2)
    ik (mA/cm2)
    il (mA/cm2)
    minf
    hinf
    ninf
    mtau (ms)
    htau (ms)
    ntau (ms)
}

INITIAL {
    rates(v)
    m = minf
    h = hinf
    n = ninf
}

BREAKPOINT {
    SOLVE states METHOD cnexp
    gna = gnabar*m*m*m*h
    ina = gna*(v - ena)
    gk = gkbar*n*n*n*n
    ik = gk*(v - ek)
    il = gl*(v - el)
}

DERIVATIVE states {
    rates(v)
    m' = (minf - m)/mtau
    h' = (hinf - h)/htau
    n' = (ninf - n)/ntau
}

: Time constants and steady states at potential u.
PROCEDURE rates(u (mV)) {
    LOCAL opening, closing, q10
    TABLE minf, mtau, hinf, htau, ninf, ntau DEPEND celsius FROM -100 TO 100 WITH 200

    q10 = 3^((celsius - 6.3)/10)

    opening = .1*vtrap(-(u + 40), 10)
    closing = 4*exp(-(u + 65)/18)
    mtau = 1/(q10*(opening + closing))
    minf = opening/(opening + closing)

    opening = .07*exp(-(u + 65)/20)
    closing = 1/(exp(-(u + 35)/10) + 1)
    htau = 1/(q10*(opening + closing))
    hinf = opening/(opening + closing)

    opening = .01*vtrap(-(u + 55), 10)
    closing = .125*exp(-(u + 65)/80)
    ntau = 1/(q10*(opening + closing))
    ninf = opening/(opening + closing)
}

: x/(exp(x/y) - 1), by its series where that is 0/0
FUNCTION vtrap(x, y) {
    if (fabs(x/y) < 1e-6) {
        vtrap = y*(1 - x/y/2)
    } else {
        vtrap = x/(exp(x/y) - 1)
    }
}
