: SPDX-License-Identifier: BSD-3-Clause
: Calcium in four shells of a cylinder with a buffer in each, a membrane pump, and a current that comes in.
NEURON {
    SUFFIX krs
    USEION ca READ ica, cai WRITE cai
    RANGE buffered, pumped
}
DEFINE SHELLS 4
UNITS { (mM) = (milli/liter) (um) = (micron) (mA) = (milliamp) FARADAY = (faraday) (coulomb) PI = (pi) (1) }
PARAMETER { D = 0.3 (um2/ms) kf = 60 (/mM-ms) kb = 0.06 (/ms) total = 0.05 (mM) kp = 0.2 (um/ms) rest = 1e-4 (mM) }
ASSIGNED { v diam (um) ica (mA/cm2) cai (mM) buffered (mM) pumped vol[SHELLS] rim[SHELLS] }
CONSTANT { nearly = 1 }
STATE { ca[SHELLS] (mM) bu[SHELLS] (mM) cb[SHELLS] (mM) }
LOCAL frac
INITIAL {
    LOCAL r, dr
    r = 0.5
    dr = r/(SHELLS - 1)/2
    vol[0] = 0
    rim[0] = 2*r
    FROM i = 0 TO SHELLS - 2 {
        vol[i] = vol[i] + PI*(r - dr/2)*2*dr
        r = r - dr
        rim[i+1] = 2*PI*r/(2*dr)
        r = r - dr
        vol[i+1] = PI*(r + dr/2)*2*dr
    }
    frac = nearly*kb/kf
    FROM i = 0 TO SHELLS - 1 {
        ca[i] = rest
        cb[i] = total*rest/(rest + frac)
        bu[i] = total - cb[i]
    }
    cai = ca[0]
}
BREAKPOINT { SOLVE shells METHOD sparse }
KINETIC shells {
    COMPARTMENT i, diam*diam*vol[i] { ca bu cb }
    ~ ca[0] << (-ica*PI*diam*1e4/(2*FARADAY) + kp*PI*diam*rest)
    ~ ca[0] -> (kp*PI*diam)
    pumped = f_flux
    FROM i = 0 TO SHELLS - 2 {
        ~ ca[i] <-> ca[i+1] (D*rim[i+1], D*rim[i+1])
    }
    FROM i = 0 TO SHELLS - 1 {
        ~ ca[i] + bu[i] <-> cb[i] (kf*diam*diam*vol[i], kb*diam*diam*vol[i])
    }
    buffered = cb[0]
    cai = ca[0]
}
