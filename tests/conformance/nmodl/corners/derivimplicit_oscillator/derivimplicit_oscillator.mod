: SPDX-License-Identifier: BSD-3-Clause
: A relaxation oscillator with a third variable that follows.
NEURON { SUFFIX osc RANGE drive, eps }
PARAMETER { drive = 0.5 eps = 0.08 a = 0.7 b = 0.8 }
ASSIGNED { v }
STATE { u w z }
INITIAL { u = -1 w = -0.5 z = 0 }
BREAKPOINT { SOLVE flow METHOD derivimplicit }
DERIVATIVE flow {
    LOCAL cubic
    cubic = u*u*u/3
    u' = u - cubic - w + drive
    w' = eps*(u + a - b*w)
    z' = (tanh(u) - z)/2
}
