: SPDX-License-Identifier: BSD-3-Clause
: coarse table so that interpolation is visible; DEPEND; clamped ends
NEURON { SUFFIX tbp RANGE lookup GLOBAL inf, tau, scale }
PARAMETER { scale = 2 }
ASSIGNED { v (mV) celsius (degC) inf tau lookup }
INITIAL { rates(v) lookup = inf }
BREAKPOINT { rates(v) lookup = inf + 1000*tau }
PROCEDURE rates(v (mV)) {
    TABLE inf, tau DEPEND celsius, scale FROM -80 TO 40 WITH 6
    inf = scale/(1 + exp(-(v + 30)/9))
    tau = 1 + celsius/10 + v*v/1000
}
