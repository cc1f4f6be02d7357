: SPDX-License-Identifier: BSD-3-Clause
: Procedures in the state phase: without a method, and for variable steps.
NEURON { SUFFIX slp RANGE n, late, total, sum, seq }
ASSIGNED { v n late total sum seq }
INITIAL { n = 0 late = 0 total = 0 sum = 0 seq = 0 }
BREAKPOINT {
    SOLVE count
    SOLVE after METHOD after_cvode
    sum = sum + 100
}
PROCEDURE count() {
    n = n + 1
    if (n < 6) { seq = 10*seq + 1 }
    total = total + t
}
PROCEDURE after() {
    late = late + n
    if (n < 6) { seq = 10*seq + 2 }
}
