: SPDX-License-Identifier: BSD-3-Clause
: A table whose body computes its factor of temperature behind the first use: each entry goes on with the one before. Arrays.
NEURON { SUFFIX tgo NONSPECIFIC_CURRENT i RANGE g, i, x, inf, tau }
UNITS { (mV) = (millivolt) (mA) = (milliamp) (S) = (siemens) }
PARAMETER { g = 2e-4 (S/cm2) v (mV) celsius (degC) dt (ms) }
ASSIGNED { i (mA/cm2) inf[1] tau[1] (ms) factor }
STATE { x }
INITIAL { }
BREAKPOINT { SOLVE states i = g*x*(v + 90) }
PROCEDURE states() {
    rates(v)
    x = x + (1 - exp(-dt/tau[0]))*(inf[0] - x)
}
FUNCTION slow(u (mV), k) { if (k == 0) { slow = (2 + 8/(1 + exp((u + 40)/12)))/factor } }
PROCEDURE rates(u (mV)) {
    TABLE inf, tau DEPEND celsius, dt FROM -100 TO 60 WITH 160
    FROM k = 0 TO 0 {
        inf[k] = 1/(1 + exp(-(u + 40)/6))
        tau[k] = slow(u, k)
    }
    factor = 3^((celsius - 23.5)/10)
}
