: SPDX-License-Identifier: BSD-3-Clause
: stoichiometry, f_flux and b_flux, the three arrows
NEURON { SUFFIX kfl RANGE a, b, ab, w, fl, bl, inflow }
PARAMETER { inflow = 0.02  kon = 1.5  koff = 0.4  kdim = 0.3 kleak = 0.1 }
ASSIGNED { fl bl }
STATE { a b ab w }
INITIAL { a = 1 b = 0.6 ab = 0 w = 0.1 }
BREAKPOINT { SOLVE sch METHOD sparse }
KINETIC sch {
    ~ a + b <-> ab (kon, koff)
    fl = f_flux
    bl = b_flux
    ~ 2 w <-> b (kdim, 0.05)
    ~ a << (inflow)
    ~ ab -> (kleak)
}
