: SPDX-License-Identifier: BSD-3-Clause
: Values that states begin with.
NEURON { SUFFIX sfs RANGE a0, count GLOBAL b0 }
PARAMETER { a0 = 2 b0 = 5 }
ASSIGNED { v count }
STATE { a b START 7 c START 0.25 d[2] e FROM 0 TO 1 START -0.5 }
INITIAL { count = a + b + c + d[1] + e d[1] = 9 }
BREAKPOINT { SOLVE st METHOD cnexp }
DERIVATIVE st { a' = -a b' = 0 c' = c }
