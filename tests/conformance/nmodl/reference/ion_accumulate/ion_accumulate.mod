: SPDX-License-Identifier: BSD-3-Clause
: writes a concentration, so the ion becomes dynamic and eca follows it
NEURON {
    SUFFIX iac
    USEION ca READ ica, cai WRITE cai
    RANGE tau, depth, base
}
UNITS { (mM) = (milli/liter) (um) = (micron) F = (faraday) (coulombs) }
PARAMETER { tau = 20 (ms) depth = 0.2 (um) base = 1e-4 (mM) }
ASSIGNED { ica (mA/cm2) }
STATE { cai (mM) }
INITIAL { cai = base }
BREAKPOINT { SOLVE pool METHOD cnexp }
DERIVATIVE pool {
    cai' = -(1e4)*ica/(2*F*depth) - (cai - base)/tau
}
