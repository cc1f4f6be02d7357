: SPDX-License-Identifier: BSD-3-Clause
: No current: the statements run once a step, after the states, and not at initialisation.
NEURON { SUFFIX bwc RANGE n, last, ahead }
ASSIGNED { v n last ahead }
STATE { x }
INITIAL { x = 1 n = 0 last = -1 ahead = -1 }
BREAKPOINT {
    n = n + 1
    ahead = x
    SOLVE st METHOD cnexp
    last = x + t
}
DERIVATIVE st { x' = -x }
