: SPDX-License-Identifier: BSD-3-Clause
: POINTER to a voltage elsewhere
NEURON { POINT_PROCESS HalfGap NONSPECIFIC_CURRENT i RANGE g, i, ok POINTER vother }
UNITS { (nA) = (nanoamp) (uS) = (microsiemens) }
PARAMETER { g = 0.002 (uS) }
ASSIGNED { v (mV) vother (mV) i (nA) ok }
INITIAL { if (nrn_pointing(vother)) { ok = 1 } else { ok = 0 } }
BREAKPOINT { if (ok) { i = g*(v - vother) } else { i = 0 } }
