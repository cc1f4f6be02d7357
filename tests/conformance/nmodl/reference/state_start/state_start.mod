: SPDX-License-Identifier: BSD-3-Clause
: default initial values of states: the name with a 0 added
NEURON { SUFFIX sst RANGE p, q, w GLOBAL q0 }
PARAMETER { q0 = 0.25 }
STATE { p START 0.7  q w FROM 0 TO 1 START 0.4 u }
BREAKPOINT { SOLVE d METHOD cnexp }
DERIVATIVE d { p' = -p q' = -q/2 w' = -w/3 u' = 1 - u }
