: SPDX-License-Identifier: BSD-3-Clause
: Steady state and time constant come from measured points.
NEURON { SUFFIX ftg NONSPECIFIC_CURRENT i RANGE g, n, i }
PARAMETER { g = 1e-3 }
ASSIGNED { v i }
STATE { n }
INITIAL { n = ninf(v) }
BREAKPOINT { SOLVE st METHOD cnexp i = g*n*(v + 80) }
DERIVATIVE st { n' = (ninf(v) - n)/ntau(v) }
FUNCTION_TABLE ninf(u (mV))
FUNCTION_TABLE ntau(u (mV)) (ms)
