: SPDX-License-Identifier: BSD-3-Clause
: radial shells: array states, COMPARTMENT with an index, loop of reactions
DEFINE NS 4
NEURON {
    SUFFIX shl
    USEION ca READ ica, cai WRITE cai
    RANGE ca, bound, total_in
}
UNITS {
    (mM) = (milli/liter)
    (um) = (micron)
    (mA) = (milliamp)
    FARADAY = (faraday) (coulomb)
    PI = (pi) (1)
}
PARAMETER { D = 0.6 (um2/ms)  kb = 2 (/mM-ms) ku = 0.02 (/ms) btot = 0.05 (mM) }
ASSIGNED {
    diam (um)
    ica (mA/cm2)
    cai (mM)
    vol[NS] (um2)
    frat[NS]
    total_in
}
STATE { ca[NS] (mM) <1e-7>  buf[NS] (mM) bound[NS] (mM) }
LOCAL k_half
INITIAL {
    geom()
    FROM i = 0 TO NS-1 {
        ca[i] = cai
        buf[i] = btot
        bound[i] = 0
    }
}
BREAKPOINT { SOLVE sch METHOD sparse }
PROCEDURE geom() {
    LOCAL r, dr2
    r = 1/2
    dr2 = r/(NS-1)/2
    vol[0] = 0
    frat[0] = 2*r
    FROM i = 0 TO NS-2 {
        vol[i] = vol[i] + PI*(r - dr2/2)*2*dr2
        r = r - dr2
        frat[i+1] = 2*PI*r/(2*dr2)
        r = r - dr2
        vol[i+1] = PI*(r + dr2/2)*2*dr2
    }
}
KINETIC sch {
    COMPARTMENT i, diam*diam*vol[i] { ca buf bound }
    ~ ca[0] << (-ica*PI*diam*(1e4)/(2*FARADAY))
    FROM i = 0 TO NS-2 {
        ~ ca[i] <-> ca[i+1] (D*frat[i+1], D*frat[i+1])
    }
    FROM i = 0 TO NS-1 {
        k_half = diam*diam*vol[i]
        ~ ca[i] + buf[i] <-> bound[i] (kb*k_half, ku*k_half)
    }
    cai = ca[0]
}
