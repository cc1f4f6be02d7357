: SPDX-License-Identifier: BSD-3-Clause
: Sets the reversal potential of an ion by hand.
NEURON { SUFFIX irw USEION k WRITE ek RANGE base, swing }
PARAMETER { base = -80 swing = 10 }
ASSIGNED { v ek }
INITIAL { ek = base }
BREAKPOINT { SOLVE move }
PROCEDURE move() { ek = base + swing*sin(t) }
