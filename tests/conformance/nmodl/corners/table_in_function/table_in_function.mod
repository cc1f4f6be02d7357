: SPDX-License-Identifier: BSD-3-Clause
: Two tabulated functions, one of which calls the other.
NEURON { SUFFIX tbi RANGE p, q GLOBAL slope }
PARAMETER { slope = 5 }
ASSIGNED { v p q }
INITIAL { p = sig(v) q = bell(v) }
BREAKPOINT { p = sig(v + t) q = bell(v - t) }
FUNCTION sig(x) {
    TABLE DEPEND slope FROM -100 TO 0 WITH 50
    sig = 1/(1 + exp(-(x + 50)/slope))
}
FUNCTION bell(x) {
    TABLE DEPEND slope FROM -100 TO 0 WITH 20
    bell = sig(x)*(1 - sig(x))
}
