: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX edens ELECTRODE_CURRENT i NONSPECIFIC_CURRENT leak RANGE amp, g, i, leak }
PARAMETER { amp = 0.002 g = 1e-4 }
ASSIGNED { v i leak }
BREAKPOINT { i = amp*t leak = g*(v + 70) }
