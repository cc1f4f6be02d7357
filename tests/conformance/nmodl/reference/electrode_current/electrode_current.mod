: SPDX-License-Identifier: BSD-3-Clause
: positive means depolarizing for ELECTRODE_CURRENT
NEURON { POINT_PROCESS Ramp ELECTRODE_CURRENT i RANGE slope, start, i }
UNITS { (nA) = (nanoamp) }
PARAMETER { slope = 0.05 (nA/ms) start = 1 (ms) }
ASSIGNED { i (nA) }
BREAKPOINT {
    if (t < start) { i = 0 } else { i = slope*(t - start) }
}
