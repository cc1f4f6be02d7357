: SPDX-License-Identifier: BSD-3-Clause
: Writes through a pointer: adds to a number of another instance.
NEURON { POINT_PROCESS Adder POINTER there RANGE amount, calls }
PARAMETER { amount = 1 }
ASSIGNED { v there calls }
INITIAL { calls = 0 there = there + 100 }
BREAKPOINT { SOLVE add }
PROCEDURE add() {
    there = there + amount
    calls = calls + 1
}
NET_RECEIVE(w) { there = there*w }
