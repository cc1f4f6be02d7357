: SPDX-License-Identifier: BSD-3-Clause
: Follows a state of another mechanism, in another section.
NEURON { SUFFIX pts POINTER src RANGE got, sum }
ASSIGNED { v src got sum }
STATE { x }
INITIAL { x = src got = 0 sum = 0 }
BREAKPOINT { SOLVE st METHOD cnexp }
DERIVATIVE st {
    x' = (src - x)/0.5
    got = src
    sum = sum + src
}
