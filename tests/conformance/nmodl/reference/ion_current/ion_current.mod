: SPDX-License-Identifier: BSD-3-Clause
: READ reversal, WRITE current; two ions and one plain current
NEURON {
    SUFFIX icu
    USEION na READ ena, nai WRITE ina
    USEION k READ ek WRITE ik VALENCE 1
    NONSPECIFIC_CURRENT il
    RANGE gna, gk, gl, el
}
PARAMETER { gna = 1e-4 (S/cm2) gk = 5e-4 (S/cm2) gl = 2e-5 el = -55 (mV) }
ASSIGNED { v (mV) ena (mV) ek (mV) ina (mA/cm2) ik (mA/cm2) il (mA/cm2) nai (mM) }
BREAKPOINT {
    ina = gna*(v - ena)*nai/10
    ik = gk*(v - ek)
    il = gl*(v - el)
}
