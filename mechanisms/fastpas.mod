: SPDX-License-Identifier: BSD-3-Clause
TITLE Passive membrane that keeps no current

NEURON {
    SUFFIX fastpas
    NONSPECIFIC_CURRENT i
    RANGE g, e
    THREADSAFE
}

PARAMETER {
    g = 5e-4
    e = -65
}

ASSIGNED {
    v (mV)
    i (mA/cm2)
}

BREAKPOINT {
    i = g*(v - e)
}
