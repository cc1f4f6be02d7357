: SPDX-License-Identifier: BSD-3-Clause
: stiff nonlinear coupled pair, solved by Newton each step
NEURON { SUFFIX dip RANGE p, q, k }
PARAMETER { k = 8 (/ms) }
STATE { p q }
INITIAL { p = 0.9  q = 0.2 }
BREAKPOINT { SOLVE both METHOD derivimplicit }
DERIVATIVE both {
    p' = -k*p*q + 0.3*(1 - p)
    q' = k*p*q - 2*q*q
}
