TITLE hyperpolarisation-activated current
: SPDX-License-Identifier: BSD-3-Clause
: One slow gate of a mixed cation current.

NEURON {
    SUFFIX ih
    NONSPECIFIC_CURRENT i
    RANGE gbar, vhalf, linf, taul, g
    GLOBAL ehd
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.0001 (S/cm2)
    ehd = -30 (mV)
    vhalf = -81 (mV)
    kl = -8
    vhalft = -75 (mV)
    a0t = 0.011 (/ms)
    zetat = 2.2
    gmt = 0.4
    q10 = 4.5
}
ASSIGNED {
    v (mV)
    celsius (degC)
    i (mA/cm2)
    g (S/cm2)
    linf
    taul (ms)
}
STATE { l }
INITIAL {
    rate(v)
    l = linf
}
BREAKPOINT {
    SOLVE states METHOD cnexp
    g = gbar*l
    i = g*(v - ehd)
}
DERIVATIVE states {
    rate(v)
    l' = (linf - l)/taul
}
FUNCTION alpt(vm (mV)) { alpt = exp(0.0378*zetat*(vm - vhalft)) }
FUNCTION bett(vm (mV)) { bett = exp(0.0378*zetat*gmt*(vm - vhalft)) }
PROCEDURE rate(vm (mV)) {
    LOCAL a, qt
    qt = q10^((celsius - 33)/10)
    a = alpt(vm)
    linf = 1/(1 + exp(-(vm - vhalf)/kl))
    taul = bett(vm)/(qt*a0t*(1 + a))
}
