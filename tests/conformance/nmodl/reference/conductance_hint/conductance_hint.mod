: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX cht USEION k READ ek WRITE ik NONSPECIFIC_CURRENT il RANGE gk, g2, g, gl, calls }
PARAMETER { gk = 3e-4 g2 = 1e-4 gl = 5e-5 }
ASSIGNED { v (mV) ek (mV) ik (mA/cm2) il (mA/cm2) g calls }
INITIAL { calls = 0 }
BREAKPOINT {
    CONDUCTANCE g USEION k
    CONDUCTANCE gl
    g = gk + g2
    ik = g*(v - ek)
    il = gl*(v + 40)
    calls = calls + 1
}
