: SPDX-License-Identifier: BSD-3-Clause
TITLE Voltage clamp by one electrode, between two times

COMMENT
Holds vc through a series resistance from `on` to `off`, where `switched_on` is not 0. The current is computed
again when the step is complete, so that what is recorded belongs to the v that is recorded with it.
ENDCOMMENT

NEURON {
    POINT_PROCESS OClamp
    ELECTRODE_CURRENT i
    RANGE rs, on, off, vc, switched_on, i
    THREADSAFE
}

UNITS {
    (nA) = (nanoamp)
    (mV) = (millivolt)
}

PARAMETER {
    rs = 1 (megohm) <1e-9, 1e9>
    on = 0 (ms)
    off = 0 (ms)
    vc = 0 (mV)
    switched_on = 0
}

ASSIGNED {
    v (mV)
    i (nA)
    holds
}

INITIAL {
    holds = 0
}

BREAKPOINT {
    SOLVE icur METHOD after_cvode
    vstim()
    if (holds) {
        i = (vc - v)/rs
    } else {
        i = 0
    }
}

PROCEDURE icur() {
    if (holds) {
        i = (vc - v)/rs
    } else {
        i = 0
    }
}

: Whether the clamp holds now.
PROCEDURE vstim() {
    at_time(on)
    at_time(off)
    holds = switched_on && t >= on && t < off
}
