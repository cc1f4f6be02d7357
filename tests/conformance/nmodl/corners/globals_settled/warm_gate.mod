: SPDX-License-Identifier: BSD-3-Clause
: A temperature factor in a GLOBAL, set together with the rates unless a table stands for them, read by the current.
NEURON { SUFFIX wgate USEION k READ ek WRITE ik RANGE gbar, ik, g GLOBAL tadj, q10, extra }
UNITS { (mV) = (millivolt) (mA) = (milliamp) (S) = (siemens) }
PARAMETER { gbar = 2e-3 (S/cm2) q10 = 2.3 tref = 23 (degC) }
ASSIGNED { v (mV) celsius (degC) ek (mV) ik (mA/cm2) g (S/cm2) tadj extra inf tau (ms) }
STATE { n }
INITIAL { trates(v) n = inf }
BREAKPOINT {
    SOLVE states METHOD cnexp
    g = tadj*gbar*n
    ik = g*(v - ek)
}
DERIVATIVE states { trates(v) n' = (inf - n)/tau }
PROCEDURE trates(u (mV)) {
    TABLE inf, tau DEPEND celsius, q10, tref FROM -120 TO 100 WITH 199
    rates(u)
}
PROCEDURE rates(u (mV)) {
    inf = 1/(1 + exp(-(u + 30)/9))
    tadj = q10^((celsius - tref)/10)
    extra = 2*tadj
    tau = 4/tadj/(1 + exp((u + 60)/20))
}
