: SPDX-License-Identifier: BSD-3-Clause
: The inner concentration is the state, driven by the current of all channels.
NEURON { SUFFIX ics USEION ca READ ica, cai WRITE cai RANGE depth, tau, rest }
UNITS { (mM) = (milli/liter) (mA) = (milliamp) (um) = (micron) F = (faraday) (coulomb) }
PARAMETER { depth = 0.2 (um) tau = 20 (ms) rest = 8e-5 (mM) }
ASSIGNED { v ica (mA/cm2) }
STATE { cai (mM) }
INITIAL { cai = rest }
BREAKPOINT { SOLVE pool METHOD cnexp }
DERIVATIVE pool {
    LOCAL in
    in = -(1e4)*ica/(2*F*depth)
    if (in < 0) { in = 0 }
    cai' = in + (rest - cai)/tau
}
