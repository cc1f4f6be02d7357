: SPDX-License-Identifier: BSD-3-Clause
: Six states of a channel with voltage-dependent rates.
NEURON { SUFFIX ksix USEION na READ ena WRITE ina RANGE g, gbar, open }
UNITS { (mV) = (millivolt) (mA) = (milliamp) (S) = (siemens) }
PARAMETER { gbar = 0.02 (S/cm2) }
ASSIGNED { v (mV) ena (mV) ina (mA/cm2) g (S/cm2) open a (/ms) b (/ms) c (/ms) d (/ms) }
STATE { c1 c2 c3 o i1 i2 }
INITIAL { SOLVE scheme STEADYSTATE sparse }
BREAKPOINT {
    SOLVE scheme METHOD sparse
    open = o
    g = gbar*o
    ina = g*(v - ena)
}
KINETIC scheme {
    rates(v)
    ~ c1 <-> c2 (3*a, b)
    ~ c2 <-> c3 (2*a, 2*b)
    ~ c3 <-> o (a, 3*b)
    ~ o <-> i1 (c, d)
    ~ c3 <-> i2 (c/2, d/5)
    ~ i2 <-> i1 (a, b*0.75)
    CONSERVE c1 + c2 + c3 + o + i1 + i2 = 1
}
PROCEDURE rates(v (mV)) {
    a = 6*exp((v + 20)/24)
    b = 2*exp(-(v + 30)/17)
    c = 0.9
    d = 0.02*exp(-(v + 40)/20)
}
