: SPDX-License-Identifier: BSD-3-Clause
TITLE Synapse that opens once, with the time course of an alpha function

NEURON {
    POINT_PROCESS AlphaSynapse
    NONSPECIFIC_CURRENT i
    RANGE onset, tau, gmax, e, i
    THREADSAFE
}

UNITS {
    (nA) = (nanoamp)
    (mV) = (millivolt)
    (uS) = (microsiemens)
}

PARAMETER {
    onset = 0 (ms)
    tau = .1 (ms) <1e-3, 1e6>
    gmax = 0 (uS) <0, 1e9>
    e = 0 (mV)
}

ASSIGNED {
    v (mV)
    i (nA)
}

BREAKPOINT {
    LOCAL g
    at_time(onset)
    g = gmax*alpha((t - onset)/tau)
    i = g*(v - e)
}

: Peak 1 at x = 1; nothing before 0, and nothing is left after ten time constants.
FUNCTION alpha(x) {
    if (x < 0 || x > 10) {
        alpha = 0
    } else {
        alpha = x*exp(1 - x)
    }
}
