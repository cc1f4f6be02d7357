: SPDX-License-Identifier: BSD-3-Clause
: A point process that writes the concentration its neighbours read.
NEURON { POINT_PROCESS WriterPoint USEION ca READ cai WRITE ica, cai RANGE g, ica, w }
UNITS { (nA) = (nanoamp) }
PARAMETER { g = 1e-4 }
ASSIGNED { v ica (nA) cai w }
STATE { s }
INITIAL { s = 1 w = cai }
BREAKPOINT { SOLVE fade METHOD cnexp ica = g*s*(v - 100) + 1e-5*v*v*g }
DERIVATIVE fade { s' = -s/3 cai = cai + 1e-6*s }
