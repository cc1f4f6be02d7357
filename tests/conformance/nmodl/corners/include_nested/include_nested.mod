: SPDX-License-Identifier: BSD-3-Clause
: The numbers and a function come from other files.
NEURON { SUFFIX inc RANGE x, w, k }
INCLUDE "include_nested_sizes.inc"
PARAMETER { scale = WIDTH }
ASSIGNED { v x w[WIDTH] k }
INITIAL {
    FROM i = 0 TO LAST { w[i] = bend(i, scale) + LAST }
    k = WIDTH/2
    x = w[LAST] + OFFSET
}
BREAKPOINT { x = x }
