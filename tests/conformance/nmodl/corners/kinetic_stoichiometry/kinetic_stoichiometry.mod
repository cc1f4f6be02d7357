: SPDX-License-Identifier: BSD-3-Clause
: Several copies of a species, and constants among the species.
NEURON { SUFFIX ksto RANGE a, b, c, d, fwd, bwd, level }
PARAMETER { level = 0.7 }
ASSIGNED { v fwd bwd }
STATE { a b c d }
INITIAL { a = 2 b = 0.5 c = 0 d = 0.1 }
BREAKPOINT { SOLVE st METHOD sparse }
KINETIC st {
    LOCAL k
    k = 0.05
    ~ 3 a + b <-> 2 c (k, 0.02)
    fwd = f_flux
    bwd = b_flux
    k = 2*k
    ~ c + level <-> d (k, 0.03)
    fwd = fwd + f_flux
    ~ 2d -> (0.01)
}
