: SPDX-License-Identifier: BSD-3-Clause
COMMENT
a' and b' as values in the block that gives them; a LOCAL of the file in the place of a PARAMETER.
ENDCOMMENT

NEURON {
    SUFFIX dread
    RANGE speed, drag, turns
}

PARAMETER {
    stretch = 1.3 (/ms)
    since = 5 (ms)
}

ASSIGNED { speed drag turns slope }

STATE { a b c }

LOCAL since

INITIAL {
    a = 1
    b = 0.2
    c = 0
    since = 0
    turns = 0
}

BREAKPOINT {
    SOLVE motion METHOD derivimplicit
}

DERIVATIVE motion {
    a' = b*stretch - a*a*a
    speed = a'
    b' = -a + 0.01
    if (b > 0.1) {
        drag = 2*(a')^2*b
    } else {
        drag = (b')^2
    }
    if (t > since + 1) {
        since = since + 1
        turns = turns + 1
    }
    slope = b'
    c' = drag - c - 0.1*slope
}
