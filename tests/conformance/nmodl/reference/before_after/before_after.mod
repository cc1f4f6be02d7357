: SPDX-License-Identifier: BSD-3-Clause
: the order in which blocks run is written down as a growing base-10 number
NEURON { SUFFIX baf RANGE bi, ai, bb, as, bst, nbr, nst, seq }
PARAMETER { step1 = 0 }
ASSIGNED { v bi ai bb as bst nbr nst seq }
STATE { x }
BEFORE INITIAL { bi = bi + 1  bb = 0 as = 0 bst = 0 nbr = 0 nst = 0 seq = 1 }
INITIAL { seq = 10*seq + 2 x = 0 }
AFTER INITIAL { ai = ai + 1 seq = 10*seq + 3 }
BEFORE BREAKPOINT { bb = bb + 1  if (t < 0.2) { seq = 10*seq + 4 } }
BREAKPOINT { SOLVE st METHOD cnexp  nbr = nbr + 1 }
DERIVATIVE st { x' = 1 - x }
AFTER SOLVE { as = as + 1 if (t < 0.2) { seq = 10*seq + 6 } }
BEFORE STEP { bst = bst + 1 if (t < 0.2) { seq = 10*seq + 7 } }
