: SPDX-License-Identifier: BSD-3-Clause
: Explicit steps of a gate that makes a current.
NEURON { SUFFIX eulc NONSPECIFIC_CURRENT i RANGE g, e, i, s }
PARAMETER { g = 3e-4 (S/cm2) e = -20 (mV) }
ASSIGNED { v (mV) i (mA/cm2) }
STATE { s q }
INITIAL { s = inf(v) q = 0 }
BREAKPOINT { SOLVE st METHOD euler i = g*s*s*(v - e) }
DERIVATIVE st {
    s' = (inf(v) - s)/(1 + q*q)
    q' = s - q*q*0.1
}
FUNCTION inf(x (mV)) { inf = 1/(1 + exp(-(x + 50)/9)) }
