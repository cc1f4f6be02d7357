: SPDX-License-Identifier: BSD-3-Clause
: A train of pulses whose edges are announced.
NEURON { POINT_PROCESS Train ELECTRODE_CURRENT i RANGE start, width, gap, amp, i, edges }
PARAMETER { start = 1 width = 0.35 gap = 1.2 amp = 0.1 }
ASSIGNED { v i on edges next }
INITIAL { on = 0 edges = 0 next = start i = 0 }
BREAKPOINT {
    if (at_time(next)) { edges = edges + 1 }
    i = amp*wave(t)
}
FUNCTION wave(x) {
    LOCAL phase
    wave = 0
    if (x >= start) {
        phase = fmod(x - start, gap)
        if (phase < width) { wave = 1 }
    }
}
