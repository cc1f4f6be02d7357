: SPDX-License-Identifier: BSD-3-Clause
TITLE names visible to the interpreter

NEURON {
    SUFFIX rgl
    NONSPECIFIC_CURRENT i
    RANGE g, e, double_g, cnt
    GLOBAL gfac, offs
}

UNITS {
    (mV) = (millivolt)
    (mA) = (milliamp)
    (S)  = (siemens)
}

PARAMETER {
    g = 2e-4 (S/cm2) <0, 1>
    e = -62 (mV)
    gfac = 1.5
    hidden = 3      : not RANGE: one value for the whole mechanism
    nodefault       : no default means 0
}

ASSIGNED {
    v (mV)
    i (mA/cm2)
    double_g
    offs
    cnt
}

INITIAL {
    double_g = 2*g
    offs = 10 + hidden + nodefault
    cnt = 0
}

BREAKPOINT {
    i = gfac*g*(v - e)
    cnt = cnt + 1
}
