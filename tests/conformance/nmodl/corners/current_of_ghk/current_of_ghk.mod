: SPDX-License-Identifier: BSD-3-Clause
: A flux by the constant field equation, with a current that is not linear in v.
NEURON { SUFFIX cgh USEION ca READ cai, cao WRITE ica RANGE pbar, m, ica2 }
UNITS { (mV) = (millivolt) F = (faraday) (coulomb) R = (k-mole) (joule/degC) }
PARAMETER { pbar = 2e-5 (cm/s) }
ASSIGNED { v (mV) celsius (degC) cai cao ica ica2 }
STATE { m }
INITIAL { m = inf(v) }
BREAKPOINT {
    SOLVE st METHOD cnexp
    ica = pbar*m*m*flux(v, cai, cao)
    ica2 = pbar*m*m*nrn_ghk(v, cai, cao, 2)
}
DERIVATIVE st { m' = (inf(v) - m)/2 }
FUNCTION inf(u) { inf = 1/(1 + exp(-(u + 20)/6)) }
FUNCTION flux(u, ci, co) {
    LOCAL z, eci, eco
    z = (1e-3)*2*F*u/(R*(celsius + 273.15))
    eco = co*curve(z)
    eci = ci*curve(-z)
    flux = (.001)*2*F*(eci - eco)
}
FUNCTION curve(z) {
    if (fabs(z) < 1e-4) { curve = 1 - z/2 } else { curve = z/(exp(z) - 1) }
}
