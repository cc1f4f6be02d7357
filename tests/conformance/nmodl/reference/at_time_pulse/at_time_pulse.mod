: SPDX-License-Identifier: BSD-3-Clause
: at_time marks discontinuities; with fixed steps it is true in one step
NEURON { POINT_PROCESS Pulse ELECTRODE_CURRENT i RANGE del, dur, amp, i, marks }
PARAMETER { del = 1 (ms) dur = 2 (ms) amp = 0.1 (nanoamp) }
ASSIGNED { i (nanoamp) marks on }
INITIAL { i = 0 marks = 0 on = 0 }
BREAKPOINT {
    if (at_time(del)) { on = 1 marks = marks + 1 }
    if (at_time(del + dur)) { on = 0 marks = marks + 1 }
    if (on) { i = amp } else { i = 0 }
}
