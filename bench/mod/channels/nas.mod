TITLE persistent sodium current by a kinetic scheme
: SPDX-License-Identifier: BSD-3-Clause
: Six states: three closed, one open, two inactivated.

NEURON {
    SUFFIX nas
    USEION na READ ena WRITE ina
    RANGE gbar, g
    THREADSAFE
}
UNITS {
    (mA) = (milliamp)
    (mV) = (millivolt)
    (S) = (siemens)
}
PARAMETER {
    gbar = 0.002 (S/cm2)
    A0 = 12 (/ms)
    B0 = 3 (/ms)
    on = 0.9 (/ms)
    off = 0.012 (/ms)
    vshift = -5 (mV)
}
ASSIGNED {
    v (mV)
    celsius (degC)
    ena (mV)
    ina (mA/cm2)
    g (S/cm2)
    a (/ms)
    b (/ms)
    d (/ms)
}
STATE { C1 C2 C3 O I1 I2 }
INITIAL { SOLVE activation STEADYSTATE sparse }
BREAKPOINT {
    SOLVE activation METHOD sparse
    g = gbar*O
    ina = g*(v - ena)
}
KINETIC activation {
    rates(v)
    ~ C1 <-> C2 (3*a, b)
    ~ C2 <-> C3 (2*a, 2*b)
    ~ C3 <-> O (a, 3*b)
    ~ O <-> I1 (on, d)
    ~ C3 <-> I2 (on/4, 3*d)
    ~ I2 <-> I1 (a, b*0.25)
    CONSERVE C1 + C2 + C3 + O + I1 + I2 = 1
}
PROCEDURE rates(vm (mV)) {
    LOCAL q
    q = 2.5^((celsius - 24)/10)
    a = q*A0*exp((vm + vshift)/24)
    b = q*B0*exp(-(vm + vshift + 20)/18)
    d = q*off*exp(-(vm + 50)/30)
}
