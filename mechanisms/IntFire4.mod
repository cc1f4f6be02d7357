: SPDX-License-Identifier: BSD-3-Clause
TITLE Integrator of exciting and inhibiting currents that fires

COMMENT
    de/dt = -e/taue                      a weight > 0 adds to e
    di1/dt = -i1/taui1                   a weight < 0 adds to i1
    di2/dt = -i2/taui2 + ai1*i1
    dm/dt = -m/taum + ae*e + ai2*i2
The factors are such that one event of weight 1 has its peak of m, and of i2, at 1. When m passes 1 the cell fires
and m is 0; the currents go on. Between events m is a sum of exponentials. Excitation decays faster than
inhibition, so dm/dt changes its sign at most once, from plus to minus: m passes 1 before it turns, or never.
ENDCOMMENT

NEURON {
    ARTIFICIAL_CELL IntFire4
    RANGE taue, taui1, taui2, taum, e, i1, i2, m, ae, ai1, ai2, nexcite, ninhibit, nself
    GLOBAL eps, taueps, ib
    THREADSAFE
}

PARAMETER {
    taue = 5 (ms) <1e-9, 1e9>
    taui1 = 10 (ms) <1e-9, 1e9>
    taui2 = 20 (ms) <1e-9, 1e9>
    taum = 50 (ms) <1e-9, 1e9>
    eps = 1e-6    : how near to 1 is near enough
    taueps = .01  : how far apart time constants are kept
    ib = 0        : kept for scripts
}

ASSIGNED {
    e i1 i2 m
    ae ai1 ai2
    nexcite ninhibit nself : events that arrived
    since (ms)             : when e, i1, i2, m were computed
    fires (ms)             : when m will pass 1; < 0: never
}

INITIAL {
    fixprecondition()
    factors()
    e = 0
    i1 = 0
    i2 = 0
    m = 0
    nexcite = 0
    ninhibit = 0
    nself = 0
    since = t
    fires = -1
}

: Equal time constants have other solutions; kept apart they need none.
PROCEDURE fixprecondition() {
    if (taui2 - taui1 < taueps && taui1 - taui2 < taueps) {
        taui1 = taui2 - taueps
    }
    if (taue > taui2 - taueps) {
        taue = taui2 - taueps
    }
    if (taum - taui2 < taueps && taui2 - taum < taueps) {
        if (taum > taui2) {
            taum = taui2 + taueps
        } else {
            taum = taui2 - taueps
        }
    }
    if (taum - taui1 < taueps && taui1 - taum < taueps) {
        taum = taui1 - taueps
    }
    if (taum - taue < taueps && taue - taum < taueps) {
        taue = taum - taueps
    }
}

: (exp(-s/a) - exp(-s/b))/(1/b - 1/a), the answer of a decay of time constant b to an input that decays with a
FUNCTION answer(s (ms), a (ms), b (ms)) (ms) {
    answer = (exp(-s/a) - exp(-s/b))/(1/b - 1/a)
}

: Where that has its peak.
FUNCTION peak(a (ms), b (ms)) (ms) {
    peak = log(a/b)*a*b/(a - b)
}

PROCEDURE factors() {
    LOCAL low, high, middle, k
    ae = 1/answer(peak(taue, taum), taue, taum)
    ai1 = 1/answer(peak(taui1, taui2), taui1, taui2)
    : the peak of m by inhibition: where its slope changes sign
    low = 0
    high = taui1
    ai2 = 1
    while (inhibition_slope(high) > 0 && high < 1e12) {
        high = 2*high
    }
    k = 0
    while (k < 200) {
        middle = .5*(low + high)
        if (inhibition_slope(middle) > 0) {
            low = middle
        } else {
            high = middle
        }
        k = k + 1
    }
    ai2 = 1/inhibition(high)
}

: m and its slope after an event of weight 1 on i1, with ai2 = 1
FUNCTION inhibition(s (ms)) {
    inhibition = ai1/(1/taui2 - 1/taui1)*(answer(s, taui1, taum) - answer(s, taui2, taum))
}

FUNCTION inhibition_slope(s (ms)) {
    inhibition_slope = ai1*answer(s, taui1, taui2) - inhibition(s)/taum
}

: What the currents and m will be after a while without events.
FUNCTION later_i2(s (ms)) {
    later_i2 = i2*exp(-s/taui2) + ai1*i1*answer(s, taui1, taui2)
}

FUNCTION later_m(s (ms)) {
    LOCAL c
    c = ai1*i1/(1/taui2 - 1/taui1)
    later_m = m*exp(-s/taum) + ae*e*answer(s, taue, taum)
        + ai2*(c*answer(s, taui1, taum) + (i2 - c)*answer(s, taui2, taum))
}

FUNCTION deriv(s (ms)) (/ms) {
    deriv = -later_m(s)/taum + ae*e*exp(-s/taue) + ai2*later_i2(s)
}

: The present values.
FUNCTION E() {
    E = ae*e*exp(-(t - since)/taue)
}

FUNCTION I() {
    I = ai2*later_i2(t - since)
}

FUNCTION M() {
    M = later_m(t - since)
}

PROCEDURE newstates(s (ms)) {
    LOCAL next_i2, next_m
    next_i2 = later_i2(s)
    next_m = later_m(s)
    e = e*exp(-s/taue)
    i1 = i1*exp(-s/taui1)
    i2 = next_i2
    m = next_m
}

PROCEDURE update() {
    newstates(t - since)
    since = t
}

: Time until m passes 1 without further events; -1 if it never does.
FUNCTION firetimebound() (ms) {
    LOCAL low, high
    firetimebound = -1
    if (m > 1 - eps) {
        firetimebound = 0
    } else if (deriv(0) > 0) {
        low = 0
        high = taue
        while (deriv(high) > 0 && later_m(high) < 1 && high < 1e12) {
            low = high
            high = 2*high
        }
        if (later_m(high) < 1) {
            high = search(low, high)
        }
        if (later_m(high) >= 1) {
            firetimebound = passes(0, high)
        }
    }
}

: Where m turns between two times.
FUNCTION search(low (ms), high (ms)) (ms) {
    LOCAL middle, k
    k = 0
    middle = .5*(low + high)
    while (k < 200 && middle > low && middle < high) {
        if (deriv(middle) > 0) {
            low = middle
        } else {
            high = middle
        }
        middle = .5*(low + high)
        k = k + 1
    }
    search = middle
}

: Where m passes 1 between two times, of which the first is before and the second after it.
FUNCTION passes(low (ms), high (ms)) (ms) {
    LOCAL middle, k
    k = 0
    middle = .5*(low + high)
    while (k < 200 && middle > low && middle < high) {
        if (later_m(middle) < 1) {
            low = middle
        } else {
            high = middle
        }
        middle = .5*(low + high)
        k = k + 1
    }
    passes = high
}

NET_RECEIVE(w) {
    LOCAL wait
    if (flag == 1) {
        nself = nself + 1
    } else {
        update()
        if (w >= 0) {
            nexcite = nexcite + 1
            e = e + w
        } else {
            ninhibit = ninhibit + 1
            i1 = i1 + w
        }
    }
    if (flag != 1 || (fires >= 0 && t >= fires)) {
        if (flag == 1) {
            update()
            net_event(t)
            m = 0
        }
        fires = -1
        wait = firetimebound()
        if (wait >= 0) {
            net_send(wait, 1)
            fires = t + wait
        }
    }
}
