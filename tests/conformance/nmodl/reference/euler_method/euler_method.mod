: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX eul RANGE x, u, w }
PARAMETER { w = 1.3 }
STATE { x u }
INITIAL { x = 1  u = 0 }
BREAKPOINT { SOLVE osc METHOD euler }
DERIVATIVE osc {
    x' = w*u
    u' = -w*x
}
