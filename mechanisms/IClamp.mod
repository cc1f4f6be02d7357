: SPDX-License-Identifier: BSD-3-Clause
TITLE Current clamp: one rectangular pulse

NEURON {
    POINT_PROCESS IClamp
    ELECTRODE_CURRENT i
    RANGE delay, dur, amp, i
    THREADSAFE
}

UNITS {
    (nA) = (nanoamp)
}

PARAMETER {
    delay = 0 (ms)
    dur = 0 (ms) <0, 1e9>
    amp = 0 (nA)
}

ASSIGNED {
    i (nA)
}

INITIAL {
    i = 0
}

BREAKPOINT {
    at_time(delay)
    at_time(delay + dur)
    if (t >= delay && t < delay + dur) {
        i = amp
    } else {
        i = 0
    }
}
