: SPDX-License-Identifier: BSD-3-Clause
: Factors between units, products and powers of them, constants of nature.
NEURON { SUFFIX ucv RANGE a }
UNITS {
    (mV) = (millivolt)
    (molar) = (1/liter)
    (mM) = (millimolar)
    (um) = (micron)
    F = (faraday) (coulomb)
    FK = (faraday) (kilocoulombs)
    R = (k-mole) (joule/degC)
    Q = (e) (coulomb)
    PI = (pi) (1)
    area_factor = (um2) (cm2)
    speed = (mm/ms) -> (m/s)
    rate = (/ms) (/s)
    conc = (mM) -> (1/liter)
    pressure = (newton/meter2) (pascal)
    hour2 = (hour) (ms)
    twelve = 12 (mV)
    volts = (millivolt/cm) (volt/m)
    scaled = (100 um) (mm)
}
ASSIGNED { v a[13] celsius (degC) }
INITIAL {
    a[0] = F
    a[1] = FK
    a[2] = R
    a[3] = Q
    a[4] = PI
    a[5] = area_factor
    a[6] = speed
    a[7] = rate
    a[8] = pressure
    a[9] = hour2
    a[10] = twelve*(1e3)
    a[11] = volts
    a[12] = scaled + 3 (mV)
}
BREAKPOINT { a[0] = a[0] }
