TITLE calcium under the membrane, with a pump
: SPDX-License-Identifier: BSD-3-Clause
: All calcium current fills a shell; a pump takes it back to rest.

NEURON {
    SUFFIX cad
    USEION ca READ ica, cai WRITE cai
    RANGE depth, taur, cainf
    THREADSAFE
}
UNITS {
    (molar) = (1/liter)
    (mM) = (millimolar)
    (um) = (micron)
    (mA) = (milliamp)
    FARADAY = (faraday) (coulomb)
}
PARAMETER {
    depth = 0.1 (um)
    taur = 80 (ms)
    cainf = 1e-4 (mM)
}
ASSIGNED {
    ica (mA/cm2)
    cai (mM)
    drive (mM/ms)
}
STATE { ca (mM) }
INITIAL {
    ca = cainf
    cai = ca
}
BREAKPOINT { SOLVE pump METHOD cnexp }
DERIVATIVE pump {
    drive = -(10000)*ica/(2*FARADAY*depth)
    if (drive <= 0) { drive = 0 }
    ca' = drive + (cainf - ca)/taur
    cai = ca
}
