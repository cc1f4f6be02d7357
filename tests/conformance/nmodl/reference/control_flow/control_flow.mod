: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX cfl RANGE n, steps, kind }
PARAMETER { n = 27 }
ASSIGNED { steps kind }
INITIAL {
    steps = collatz(n)
    if (steps < 10) { kind = 1 }
    else if (steps < 100) { kind = 2 }
    else if (steps < 120) {
        kind = 3
    } else {
        kind = 4
    }
}
FUNCTION collatz(m) {
    LOCAL c, x
    c = 0
    x = m
    while (x != 1) {
        IF (fmod(x, 2) == 0) { x = x/2 } ELSE { x = 3*x + 1 }
        c = c + 1
    }
    collatz = c
}
