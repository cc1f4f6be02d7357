: SPDX-License-Identifier: BSD-3-Clause
: a point process current is in nA and is scaled by the segment area
NEURON {
    POINT_PROCESS PtLeak
    NONSPECIFIC_CURRENT i
    RANGE g, e, myarea
}
UNITS { (nA) = (nanoamp) (uS) = (microsiemens) }
PARAMETER { g = 0.001 (uS) e = 0 (mV) }
ASSIGNED { v (mV) i (nA) area (micron2) myarea }
INITIAL { myarea = area }
BREAKPOINT { i = g*(v - e) }
