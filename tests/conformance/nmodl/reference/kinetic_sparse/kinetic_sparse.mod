: SPDX-License-Identifier: BSD-3-Clause
: three-state channel with conservation, sparse, steady-state start
NEURON {
    SUFFIX kin3
    NONSPECIFIC_CURRENT i
    RANGE gbar, c, o, d, total
}
PARAMETER { gbar = 1e-4 (S/cm2) e = -20 (mV) }
ASSIGNED { v (mV) i (mA/cm2) kf (/ms) kb (/ms) total }
STATE { c o d FROM 0 TO 1 }
INITIAL { SOLVE chan STEADYSTATE sparse  total = c + o + d }
BREAKPOINT {
    SOLVE chan METHOD sparse
    total = c + o + d
    i = gbar*o*(v - e)
}
KINETIC chan {
    rates(v)
    ~ c <-> o (kf, kb)
    ~ o <-> d (0.2, 0.05)
    CONSERVE c + o + d = 1
}
PROCEDURE rates(v (mV)) {
    kf = 2*exp((v + 40)/20)
    kb = 0.5*exp(-(v + 40)/25)
}
