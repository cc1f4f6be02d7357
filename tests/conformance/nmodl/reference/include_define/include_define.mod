: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX idf RANGE r }
INCLUDE "shared_part.inc"
DEFINE NEG -3
ASSIGNED { r[COUNT] }
INITIAL {
    FROM i = 0 TO COUNT-1 { r[i] = helper(i) + NEG }
}
