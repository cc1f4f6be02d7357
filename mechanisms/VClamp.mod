: SPDX-License-Identifier: BSD-3-Clause
TITLE Voltage clamp by two electrodes: three levels held by an amplifier with feedback

COMMENT
A follower measures v and gives vi. The difference e between vi and the command is the input of an amplifier
of the given gain and time constant tau2; tau1 is that of the feedback at its input. The amplifier's output vo
drives a current through rstim into the cell. A fraction fac of the drop over rstim may leak into the
measurement.

Over one step (implicit Euler; e0, vo0, vi0 are the values at its start):
    vi = v + fac (vo - v)
    tau2 (vo - vo0)/dt + vo = -gain e
    tau1 ((vi - e) - (vi0 - e0))/dt + (vi - e) = stim + e
Without e and vi this is vo = pull - push v, and the current is linear in v as well.
The levels follow each other from t = 0; the clamp is off after the last.
ENDCOMMENT

NEURON {
    POINT_PROCESS VClamp
    ELECTRODE_CURRENT i
    RANGE dur, amp, gain, rstim, tau1, tau2, fac, e0, vo0, vi0, i
    THREADSAFE
}

UNITS {
    (nA) = (nanoamp)
    (mV) = (millivolt)
}

PARAMETER {
    dur[3] (ms) <0, 1e9>
    amp[3] (mV)
    gain = 1e5 <0, 1e9>
    rstim = 1 (megohm) <1e-9, 1e9>
    tau1 = .001 (ms) <0, 1e9>
    tau2 = 0 (ms) <0, 1e9>
    e0 = 0 (mV)
    vo0 = 0 (mV)
    vi0 = 0 (mV)
    fac = 0 (1) <1, 10>
}

ASSIGNED {
    v (mV)
    i (nA)
    stim (mV)
    off (ms)
    lag
    rest (mV)
    pull (mV)
    push
}

STATE {
    e (mV)
    vo (mV)
    vi (mV)
}

INITIAL {
    e = 0
    vo = v
    vi = v
    e0 = 0
    vo0 = v
    vi0 = v
}

BREAKPOINT {
    SOLVE update METHOD after_cvode
    vstim()
    if (t > off) {
        i = 0
        e0 = 0
        vo0 = 0
    } else {
        i = icur()
    }
}

: The current at v, and the amplifier's output.
FUNCTION icur() (nA) {
    circuit()
    vo = pull - push*v
    icur = (vo - v)/rstim
}

: The step is complete: what was reached is where the next one starts.
PROCEDURE update() {
    if (t > off) {
        i = 0
    } else {
        i = icur()
        vi = v + fac*(vo - v)
        e = lag*vi + rest
    }
    e0 = e
    vo0 = vo
    vi0 = vi
}

: The level that is held now, and when the clamp goes off.
PROCEDURE vstim() {
    LOCAL found
    off = 0
    found = 0
    FROM j = 0 TO 2 {
        if (!found) {
            stim = amp[j]
            off = off + dur[j]
            if (t < off) {
                found = 1
                off = off + 100 : well after this step
            }
        }
    }
}

PROCEDURE circuit() {
    LOCAL feedback, inertia, loop
    feedback = tau1/dt
    inertia = tau2/dt
    lag = (1 + feedback)/(2 + feedback)
    rest = (feedback*(e0 - vi0) - stim)/(2 + feedback)
    loop = 1 + inertia + gain*lag*fac
    pull = (inertia*vo0 - gain*rest)/loop
    push = gain*lag*(1 - fac)/loop
}
