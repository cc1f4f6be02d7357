: SPDX-License-Identifier: BSD-3-Clause
: The condition around a SOLVE does not hold the SOLVE back.
NEURON { SUFFIX sif NONSPECIFIC_CURRENT i RANGE on, i, seen }
PARAMETER { on = 0 }
ASSIGNED { v i seen }
STATE { x }
INITIAL { x = 0 seen = 0 }
BREAKPOINT {
    seen = seen + 1
    if (on > 0) {
        SOLVE st METHOD cnexp
        i = 1e-4*(v + 60)*x
    } else {
        i = 0
    }
}
DERIVATIVE st { x' = 1 - x/3 }
