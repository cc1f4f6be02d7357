: SPDX-License-Identifier: BSD-3-Clause
: numbers that come from the unit system
UNITS {
    (mV) = (millivolt)
    (um) = (micron)
    (molar) = (1/liter)
    (mM) = (millimolar)
    F = (faraday) (coulomb)
    Fk = (faraday) (kilocoulombs)
    R = (k-mole) (joule/degC)
    PI = (pi) (1)
    foot = (foot) -> (cm)
    q = (e) (coulomb)
    mygrav = 9.75 (m/s2)
}
NEURON { SUFFIX unc RANGE a }
ASSIGNED { a[9] }
CONSTANT { three = 3 (mV) neg = -0.5 }
INITIAL {
    a[0] = F
    a[1] = Fk
    a[2] = R
    a[3] = PI
    a[4] = foot
    a[5] = q*1e19
    a[6] = mygrav
    a[7] = three + neg
    a[8] = (1e4)*2 (mV)
}
