: SPDX-License-Identifier: BSD-3-Clause
: two-exponential synapse with a state jump on each event
NEURON { POINT_PROCESS TwoTau RANGE tr, td, e, i, g NONSPECIFIC_CURRENT i }
UNITS { (nA) = (nanoamp) (uS) = (microsiemens) }
PARAMETER { tr = 0.4 (ms) <1e-6, 1e6> td = 2.5 (ms) e = 10 (mV) }
ASSIGNED { v (mV) i (nA) g (uS) fac }
STATE { ra (uS) de (uS) }
INITIAL {
    LOCAL tp
    ra = 0
    de = 0
    tp = (tr*td)/(td - tr)*log(td/tr)
    fac = 1/(exp(-tp/td) - exp(-tp/tr))
}
BREAKPOINT {
    SOLVE dec METHOD cnexp
    g = de - ra
    i = g*(v - e)
}
DERIVATIVE dec {
    ra' = -ra/tr
    de' = -de/td
}
NET_RECEIVE(w (uS)) {
    ra = ra + w*fac
    de = de + w*fac
}
