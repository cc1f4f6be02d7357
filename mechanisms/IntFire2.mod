: SPDX-License-Identifier: BSD-3-Clause
TITLE Integrator of a decaying current that fires

COMMENT
    taus*di/dt + i = ib      an event adds its weight to i
    taum*dm/dt + m = i
When m passes 1 the cell fires and m is 0; i goes on. Between events both are known for all times to come, so the
cell sends itself an event for the moment at which m will pass 1. m has at most one extremum on its way to ib.
An event that was sent before the last input is of no use: `fires` says which one counts.
ENDCOMMENT

NEURON {
    ARTIFICIAL_CELL IntFire2
    RANGE taus, taum, ib, i, m
    THREADSAFE
}

PARAMETER {
    taus = 20 (ms) <1e-9, 1e9>
    taum = 10 (ms) <1e-9, 1e9>
    ib = 0
}

ASSIGNED {
    i
    m
    since (ms) : when i and m were computed
    fires (ms) : when m will pass 1; < 0: never
}

INITIAL {
    : the current must last longer than what it drives; equal time constants would have another solution
    if (taus <= taum) {
        taus = taum + .1
    }
    i = ib
    m = 0
    since = t
    aim()
}

: i and m at the present time.
FUNCTION I() {
    I = ib + (i - ib)*exp(-(t - since)/taus)
}

FUNCTION M() {
    M = ahead(t - since)
}

: m after a while without events.
FUNCTION ahead(while_ (ms)) {
    LOCAL slow
    slow = (i - ib)*taus/(taus - taum)
    ahead = ib + slow*exp(-while_/taus) + (m - ib - slow)*exp(-while_/taum)
}

FUNCTION slope(while_ (ms)) (/ms) {
    slope = (ib + (i - ib)*exp(-while_/taus) - ahead(while_))/taum
}

: Time until m passes 1 without further events; -1 if it never does.
FUNCTION firetime() (ms) {
    LOCAL low, high, middle, fast, slow
    firetime = -1
    if (m >= 1) {
        firetime = 0
    } else {
        slow = (i - ib)/(taus - taum)
        fast = (m - ib)/taum - slow*taus/taum
        low = 0
        high = -1
        : slow*exp(-s/taus) + fast*exp(-s/taum) = 0 is where m turns
        if (slow*fast < 0) {
            middle = log(-fast/slow)*taus*taum/(taus - taum)
            if (middle > 0) {
                if (ahead(middle) >= 1) {
                    high = middle
                } else if (slope(0) < 0) {
                    low = middle
                }
            }
        }
        if (high < 0 && ib > 1) {
            high = low + taum
            while (ahead(high) < 1 && high < 1e12) {
                high = 2*high
            }
        }
        if (high >= 0) {
            firetime = passes(low, high)
        }
    }
}

: Where m passes 1 between two times, of which the first is before and the second after it.
FUNCTION passes(low (ms), high (ms)) (ms) {
    LOCAL middle, k
    k = 0
    middle = .5*(low + high)
    while (k < 200 && middle > low && middle < high) {
        if (ahead(middle) < 1) {
            low = middle
        } else {
            high = middle
        }
        middle = .5*(low + high)
        k = k + 1
    }
    passes = high
}

: The root of a + b x^r + c x that Newton's steps from x find; for scripts that ask.
FUNCTION newton1(a, b, c, r, x) {
    LOCAL k, last, error
    k = 0
    error = 1
    while (k < 20 && error > 1e-9) {
        last = x
        x = last - (a + b*last^r + c*last)/(b*r*last^(r - 1) + c)
        if (x < 1e-4) {
            x = 1e-4
        }
        error = fabs(x - last)
        k = k + 1
    }
    newton1 = x
}

PROCEDURE aim() {
    fires = firetime()
    if (fires >= 0) {
        net_send(fires, 1)
        fires = t + fires
    }
}

NET_RECEIVE(w) {
    LOCAL now_m
    if (flag == 1) {
        if (fires >= 0 && t >= fires) {
            net_event(t)
            i = I()
            m = 0
            since = t
            aim()
        }
    } else {
        now_m = M()
        i = I() + w
        m = now_m
        since = t
        aim()
    }
}
