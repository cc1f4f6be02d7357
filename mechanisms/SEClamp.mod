: SPDX-License-Identifier: BSD-3-Clause
TITLE Voltage clamp by one electrode: three levels through a series resistance

COMMENT
The levels follow each other from t = 0. After the last one the electrode is off. The current is computed
again when the step is complete, so that what is recorded belongs to the v that is recorded with it.
ENDCOMMENT

NEURON {
    POINT_PROCESS SEClamp
    ELECTRODE_CURRENT i
    RANGE rs, dur1, amp1, dur2, amp2, dur3, amp3, vc, i
    THREADSAFE
}

UNITS {
    (nA) = (nanoamp)
    (mV) = (millivolt)
}

PARAMETER {
    rs = 1 (megohm) <1e-9, 1e9>
    dur1 = 0 (ms) <0, 1e9>
    amp1 = 0 (mV)
    dur2 = 0 (ms) <0, 1e9>
    amp2 = 0 (mV)
    dur3 = 0 (ms) <0, 1e9>
    amp3 = 0 (mV)
}

ASSIGNED {
    v (mV)
    i (nA)
    vc (mV)
    end2 (ms)
    end3 (ms)
    on
}

INITIAL {
    end2 = dur1 + dur2
    end3 = end2 + dur3
    on = 0
}

BREAKPOINT {
    SOLVE icur METHOD after_cvode
    vstim()
    if (on) {
        i = (vc - v)/rs
    } else {
        i = 0
    }
}

PROCEDURE icur() {
    if (on) {
        i = (vc - v)/rs
    } else {
        i = 0
    }
}

: The level that is held now.
PROCEDURE vstim() {
    at_time(dur1)
    at_time(end2)
    at_time(end3)
    on = 1
    if (t < dur1) {
        vc = amp1
    } else if (t < end2) {
        vc = amp2
    } else if (t < end3) {
        vc = amp3
    } else {
        vc = 0
        on = 0
    }
}
