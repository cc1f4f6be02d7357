: SPDX-License-Identifier: BSD-3-Clause
: a calcium current, and its calcium taken away with a time constant
NEURON { SUFFIX vscal USEION ca READ cai, eca WRITE ica, cai RANGE gbar }
UNITS { (mV) = (millivolt) (mA) = (milliamp) (S) = (siemens) (mM) = (milli/liter) }
PARAMETER { gbar = 0.0005 (S/cm2) depth = 0.1 (um) tau = 20 (ms) rest = 5e-5 (mM) }
ASSIGNED { v (mV) eca (mV) ica (mA/cm2) }
STATE { m cai (mM) <1e-3> }
INITIAL { m = minf(v) cai = rest }
BREAKPOINT { SOLVE states METHOD derivimplicit ica = gbar*m*m*(v - eca) }
DERIVATIVE states {
    m' = (minf(v) - m)/1.5(ms)
    cai' = -(5.18e-2)*ica/depth - (cai - rest)/tau
}
FUNCTION minf(v (mV)) { minf = 1/(1 + exp(-(v + 20(mV))/7(mV))) }
