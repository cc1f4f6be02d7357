: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX icc USEION ca READ eca, cai WRITE ica USEION k READ ek WRITE ik RANGE gca, gk }
PARAMETER { gca = 3e-4 gk = 2e-3 }
ASSIGNED { v eca cai ica ek ik }
STATE { m }
INITIAL { m = 1/(1 + exp(-(v + 30)/6)) }
BREAKPOINT {
    SOLVE st METHOD cnexp
    ica = gca*m*m*(v - eca)
    ik = gk*cai/(cai + 1e-3)*(v - ek)
}
DERIVATIVE st { m' = (1/(1 + exp(-(v + 30)/6)) - m)/1.5 }
