: SPDX-License-Identifier: BSD-3-Clause
: A global that every instance adds to, and one that is a scratch number.
NEURON { SUFFIX gas RANGE order, scaled GLOBAL sum, scratch, factor }
PARAMETER { factor = 2 }
ASSIGNED { v order scaled sum scratch }
STATE { x }
INITIAL {
    sum = sum + 1
    order = sum
    x = 0
}
BREAKPOINT { SOLVE st METHOD cnexp }
DERIVATIVE st {
    scratch = factor*order
    x' = scratch - x
    scaled = scratch
    sum = sum + 0.001*order
}
