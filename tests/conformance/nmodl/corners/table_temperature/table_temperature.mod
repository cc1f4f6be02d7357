: SPDX-License-Identifier: BSD-3-Clause
: Rates from a table that depends on the temperature and on a global.
NEURON { SUFFIX tbt NONSPECIFIC_CURRENT i RANGE g, i, x GLOBAL shift, inf, tau }
UNITS { (mV) = (millivolt) (mA) = (milliamp) (S) = (siemens) }
PARAMETER { g = 2e-4 (S/cm2) shift = 0 (mV) q10 = 3 }
ASSIGNED { v (mV) celsius (degC) i (mA/cm2) inf tau (ms) }
STATE { x }
INITIAL { rates(v) x = inf }
BREAKPOINT { SOLVE st METHOD cnexp i = g*x*(v + 90) }
DERIVATIVE st { rates(v) x' = (inf - x)/tau }
PROCEDURE rates(u (mV)) {
    TABLE inf, tau DEPEND celsius, shift FROM -100 TO 60 WITH 40
    inf = 1/(1 + exp(-(u + 40 + shift)/6))
    tau = (2 + 8/(1 + exp((u + 40 + shift)/12)))/q10^((celsius - 20)/10)
}
