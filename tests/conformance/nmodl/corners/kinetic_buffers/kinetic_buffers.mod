: SPDX-License-Identifier: BSD-3-Clause
: Two buffers compete for one ion; second-order reactions, solved by iterations.
NEURON { SUFFIX kbuf RANGE ca, b1, b2, cb1, cb2, influx }
PARAMETER { influx = 0 kon1 = 20 koff1 = 0.5 kon2 = 3 koff2 = 0.05 total1 = 0.5 total2 = 0.2 }
ASSIGNED { v }
STATE { ca b1 cb1 b2 cb2 }
INITIAL {
    ca = 0.01
    b1 = total1
    cb1 = 0
    b2 = total2
    cb2 = 0
}
BREAKPOINT { SOLVE binding METHOD sparse }
KINETIC binding {
    ~ ca + b1 <-> cb1 (kon1, koff1)
    ~ ca + b2 <-> cb2 (kon2, koff2)
    ~ ca << (influx)
}
