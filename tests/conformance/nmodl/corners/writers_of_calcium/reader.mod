: SPDX-License-Identifier: BSD-3-Clause
: Carries the current; its state follows the concentration of this very step.
NEURON { SUFFIX wcr USEION ca READ cai, eca WRITE ica RANGE g, m, e0, c1 }
PARAMETER { g = 1e-6 }
ASSIGNED { v cai eca ica e0 c1 }
STATE { m }
INITIAL { m = cai*1000 e0 = eca c1 = cai }
BREAKPOINT { SOLVE gate METHOD cnexp ica = g*m*(v - eca)*(1 + 0.01*v) }
DERIVATIVE gate { m' = (cai*3000 - m)/2 }
