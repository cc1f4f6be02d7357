: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX cach USEION ca READ eca WRITE ica RANGE gmax, m }
UNITS { (S) = (siemens) }
PARAMETER { gmax = 2e-4 (S/cm2) }
ASSIGNED { v (mV) eca (mV) ica (mA/cm2) }
STATE { m }
INITIAL { m = minf(v) }
BREAKPOINT { SOLVE st METHOD cnexp  ica = gmax*m*m*(v - eca) }
DERIVATIVE st { m' = (minf(v) - m)/1.5 }
FUNCTION minf(v) { minf = 1/(1 + exp(-(v + 30)/7)) }
