: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX psrc RANGE s }
ASSIGNED { v }
STATE { s }
INITIAL { s = v/100 }
BREAKPOINT { SOLVE st METHOD cnexp }
DERIVATIVE st { s' = 0.3 - s }
