: SPDX-License-Identifier: BSD-3-Clause
: LOCALs of the file: one for all instances, kept between calls.
NEURON { SUFFIX flo RANGE mine, seen, next }
ASSIGNED { v mine seen next }
LOCAL count, memory[2]
INITIAL {
    count = count + 1
    mine = count
    memory[0] = memory[1]
    memory[1] = mine*2
    seen = memory[0]
}
BREAKPOINT { SOLVE go_on }
PROCEDURE go_on() {
    count = count + 0.5
    next = count + memory[1]
}
