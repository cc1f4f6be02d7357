: SPDX-License-Identifier: BSD-3-Clause
: Reads and writes a reversal potential, in BREAKPOINT beside a current.
NEURON { SUFFIX icr USEION k READ ek, ki WRITE ik, ek RANGE a, b, c }
ASSIGNED { v ik ek ki a b c }
STATE { s }
INITIAL { a = ek ek = -50 s = 0 }
BREAKPOINT { SOLVE d METHOD cnexp
    b = ek
    ik = 0.0001*(v - ek)
    ek = ek - 1
    c = ek
}
DERIVATIVE d { s' = 1 }
