: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX sos RANGE s }
ASSIGNED { v }
STATE { s r }
INITIAL { s = 1 r = 0 }
BREAKPOINT { SOLVE st METHOD sparse }
KINETIC st {
    ~ s <-> r (0.7, 0.1)
    ~ s << (0.2)
}
