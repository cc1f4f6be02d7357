TITLE T-type calcium current
: SPDX-License-Identifier: BSD-3-Clause
: m2h; time constants in two pieces.

NEURON {
    SUFFIX cat
    USEION ca READ eca WRITE ica
    RANGE gbar, ica, minf, hinf, taum, tauh
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.0003 (S/cm2)
    shift = 2 (mV)
}
ASSIGNED {
    v (mV)
    celsius (degC)
    eca (mV)
    ica (mA/cm2)
    minf
    hinf
    taum (ms)
    tauh (ms)
    phim
    phih
}
STATE { m h }
INITIAL {
    phim = 2.5^((celsius - 24)/10)
    phih = 2.5^((celsius - 24)/10)
    evaluate(v)
    m = minf
    h = hinf
}
BREAKPOINT {
    SOLVE castate METHOD cnexp
    ica = gbar*m*m*h*(v - eca)
}
DERIVATIVE castate {
    evaluate(v)
    m' = (minf - m)/taum
    h' = (hinf - h)/tauh
}
PROCEDURE evaluate(vm (mV)) {
    LOCAL u
    u = vm + shift
    minf = 1/(1 + exp(-(u + 57)/6.2))
    hinf = 1/(1 + exp((u + 81)/4))
    taum = (0.612 + 1/(exp(-(u + 132)/16.7) + exp((u + 16.8)/18.2)))/phim
    if (u < -80) {
        tauh = exp((u + 467)/66.6)/phih
    } else {
        tauh = (28 + exp(-(u + 22)/10.5))/phih
    }
}
