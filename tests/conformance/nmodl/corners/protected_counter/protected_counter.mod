: SPDX-License-Identifier: BSD-3-Clause
: Statements that must not be interrupted by another thread.
NEURON { SUFFIX pco GLOBAL total, high RANGE own }
ASSIGNED { v total high own }
INITIAL {
    PROTECT total = total + 1
    own = total
    MUTEXLOCK
    if (own > high) { high = own }
    MUTEXUNLOCK
}
BREAKPOINT { own = own }
