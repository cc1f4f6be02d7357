: SPDX-License-Identifier: BSD-3-Clause
: user supplied table
NEURON { SUFFIX ftb RANGE y }
ASSIGNED { v (mV) y }
INITIAL { y = tau(v) }
BREAKPOINT { y = tau(v) }
FUNCTION_TABLE tau(v (mV)) (ms)
