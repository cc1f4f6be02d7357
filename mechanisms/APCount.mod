: SPDX-License-Identifier: BSD-3-Clause
TITLE Counter of spikes

COMMENT
Counts how often v comes to `thresh` from below; looks at the end of each step. `time` is when it last did.
`record` puts all such times into a Vector.
ENDCOMMENT

NEURON {
    POINT_PROCESS APCount
    RANGE n, thresh, time, firing
    THREADSAFE
}

PARAMETER {
    n
    thresh = -20 (mV)
    time (ms)
}

ASSIGNED {
    v (mV)
    firing
}

INITIAL {
    n = 0
    firing = 0
    time = 0
    check()
}

BREAKPOINT {
    SOLVE check METHOD after_cvode
}

PROCEDURE check() {
    if (v >= thresh && !firing) {
        firing = 1
        time = t
        n = n + 1
    }
    if (firing && v < thresh) {
        firing = 0
    }
}
