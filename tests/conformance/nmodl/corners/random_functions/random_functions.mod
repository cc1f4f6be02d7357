: SPDX-License-Identifier: BSD-3-Clause
: The older functions: one stream for all, drawn in the order of the instances.
NEURON { SUFFIX rfn RANGE a, b, c, d GLOBAL seed }
PARAMETER { seed = 7 }
ASSIGNED { v a b c d }
INITIAL {
    a = scop_random()
    b = exprand(3)
    c = normrand(1, 0.5)
    d = 0
}
BREAKPOINT { SOLVE more }
PROCEDURE more() { d = d + scop_random() }
PROCEDURE start(x) { set_seed(x) }
