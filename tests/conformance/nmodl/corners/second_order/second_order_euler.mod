: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX soe RANGE s }
ASSIGNED { v }
STATE { s }
INITIAL { s = 1 }
BREAKPOINT { SOLVE st METHOD euler }
DERIVATIVE st { s' = 0.2 - s*0.7 }
