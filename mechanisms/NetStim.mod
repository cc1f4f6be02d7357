: SPDX-License-Identifier: BSD-3-Clause
TITLE Train of events

COMMENT
Sends `number` events, `interval` apart, the first at `start` (never if that is negative). An event that
arrives with a positive weight while no train runs starts one; an event with a negative weight ends the train.
Of each interval the part `noise` is drawn from an exponential distribution, from a stream of the instance's own
or the one that noiseFromRandom123 names, or from a Random (noiseFromRandom): then the numbers of `ranvar`
are what that draws, and it goes on from one run to the next.
Flags of its own events: 1 the next event is due, 3 the train of INITIAL starts.
ENDCOMMENT

NEURON {
    ARTIFICIAL_CELL NetStim
    RANGE interval, number, start, noise
    RANDOM ranvar
    THREADSAFE
}

PARAMETER {
    interval = 10 (ms) <1e-9, 1e9>
    number = 10 <0, 1e9>
    start = 50 (ms)
    noise = 0 <0, 1>
}

ASSIGNED {
    event (ms)
    on
    sent
    draws_from_random
}

INITIAL {
    if (!draws_from_random) {
        seed(0)
    }
    on = 0
    sent = 0
    if (noise < 0) {
        noise = 0
    }
    if (noise > 1) {
        noise = 1
    }
    if (start >= 0 && number > 0) {
        on = 1
        : the first interval, less the part of it that noise does not touch
        event = start + invl(interval) - interval*(1 - noise)
        if (event < 0) {
            event = 0
        }
        net_send(event, 3)
    }
}

NET_RECEIVE(w) {
    if (flag == 0) {
        if (w > 0 && on == 0 && number > 0) {
            init_sequence(t)
            next_invl()
            event = event - interval*(1 - noise)
            net_send(event, 1)
        } else if (w < 0) {
            on = 0
        }
    }
    if (flag == 3 && on == 1) {
        init_sequence(t)
        net_send(0, 1)
    }
    if (flag == 1 && on == 1) {
        sent = sent + 1
        net_event(t)
        next_invl()
        if (on == 1) {
            net_send(event, 1)
        }
    }
}

PROCEDURE init_sequence(now (ms)) {
    if (number > 0) {
        on = 1
        event = 0
        sent = 0
    }
}

: Time to the event after this one; the train is over when all are sent.
PROCEDURE next_invl() {
    if (number > 0) {
        event = invl(interval)
    }
    if (sent >= number) {
        on = 0
    }
}

FUNCTION invl(mean (ms)) (ms) {
    if (mean <= 0) {
        mean = .01
    }
    if (noise == 0) {
        invl = mean
    } else {
        invl = (1 - noise)*mean + noise*mean*erand()
    }
}

: Exponential, of mean 1.
FUNCTION erand() {
    if (draws_from_random) {
        erand = random_ipick(ranvar)
    } else {
        erand = random_negexp(ranvar)
    }
}

PROCEDURE noiseFromRandom123(id1, id2, id3) {
    draws_from_random = 0
    random_setids(ranvar, id1, id2, id3)
    random_setseq(ranvar, 0)
}

: The next number is this one of the stream.
PROCEDURE seed(position) {
    random_setseq(ranvar, position)
}
