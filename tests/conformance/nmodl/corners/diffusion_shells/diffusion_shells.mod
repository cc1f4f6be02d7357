: SPDX-License-Identifier: BSD-3-Clause
: Two shells that exchange with one another and along the cable.
NEURON { SUFFIX dsh RANGE c0, total }
DEFINE N 2
PARAMETER { D = 0.5 }
ASSIGNED { v diam area_[N] total }
STATE { c[N] }
INITIAL {
    area_[0] = 0.5
    area_[1] = 0.2
    c[0] = 0.2 + 0.01*diam
    c[1] = 0
    total = 0
}
BREAKPOINT { SOLVE st METHOD sparse }
KINETIC st {
    COMPARTMENT i, area_[i]*diam*diam { c }
    LONGITUDINAL_DIFFUSION i, D*area_[i]*diam*diam { c }
    ~ c[0] <-> c[1] (0.3, 0.3)
    total = c[0]*area_[0] + c[1]*area_[1]
}
