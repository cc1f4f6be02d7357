: SPDX-License-Identifier: BSD-3-Clause
: SOLVE without METHOD on a DERIVATIVE block
NEURON { SUFFIX dfm RANGE m, n }
STATE { m n }
INITIAL { m = 0.3 n = 0.6 }
BREAKPOINT { SOLVE go }
DERIVATIVE go {
    m' = (0.5 - m)/2 + 0.1*n
    n' = (m - n)/3
}
