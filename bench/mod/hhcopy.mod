: SPDX-License-Identifier: BSD-3-Clause
TITLE squid axon channels as a user would write them, under a name of their own

COMMENT
Hodgkin and Huxley (1952), shifted so that rest is at -65 mV; rates at 6.3 degC with a Q10 of 3.
Both simulators of the benchmark read this one file, so neither can use what it knows about its own hh.
ENDCOMMENT

NEURON {
    SUFFIX hhcopy
    USEION na READ ena WRITE ina
    USEION k READ ek WRITE ik
    NONSPECIFIC_CURRENT il
    RANGE gnabar, gkbar, gl, el, gna, gk
    GLOBAL m_rest, m_time, h_rest, h_time, n_rest, n_time
    THREADSAFE
}

UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}

PARAMETER {
    gnabar = 0.12 (S/cm2)
    gkbar = 0.036 (S/cm2)
    gl = 0.0003 (S/cm2)
    el = -54.3 (mV)
}

ASSIGNED {
    v (mV)
    celsius (degC)
    ena (mV)
    ek (mV)
    ina (mA/cm2)
    ik (mA/cm2)
    il (mA/cm2)
    gna (S/cm2)
    gk (S/cm2)
    m_rest
    h_rest
    n_rest
    m_time (ms)
    h_time (ms)
    n_time (ms)
}

STATE { m h n }

INITIAL {
    kinetics(v)
    m = m_rest
    h = h_rest
    n = n_rest
}

BREAKPOINT {
    SOLVE gates METHOD cnexp
    gna = gnabar * m * m * m * h
    gk = gkbar * n * n * n * n
    ina = gna * (v - ena)
    ik = gk * (v - ek)
    il = gl * (v - el)
}

DERIVATIVE gates {
    kinetics(v)
    m' = (m_rest - m) / m_time
    h' = (h_rest - h) / h_time
    n' = (n_rest - n) / n_time
}

PROCEDURE kinetics(u (mV)) {
    LOCAL opening, closing, warm
    TABLE m_rest, m_time, h_rest, h_time, n_rest, n_time DEPEND celsius FROM -100 TO 100 WITH 200

    warm = 3^((celsius - 6.3) / 10)

    opening = 0.1 * linoid(-(u + 40), 10)
    closing = 4 * exp(-(u + 65) / 18)
    m_rest = opening / (opening + closing)
    m_time = 1 / (warm * (opening + closing))

    opening = 0.07 * exp(-(u + 65) / 20)
    closing = 1 / (exp(-(u + 35) / 10) + 1)
    h_rest = opening / (opening + closing)
    h_time = 1 / (warm * (opening + closing))

    opening = 0.01 * linoid(-(u + 55), 10)
    closing = 0.125 * exp(-(u + 65) / 80)
    n_rest = opening / (opening + closing)
    n_time = 1 / (warm * (opening + closing))
}

: a / (exp(a / b) - 1), by its series where that is 0 / 0
FUNCTION linoid(a, b) {
    if (fabs(a / b) < 1e-6) {
        linoid = b - a / 2
    } else {
        linoid = a / (exp(a / b) - 1)
    }
}
