: SPDX-License-Identifier: BSD-3-Clause
: A substance that spreads along a tree, with decay and a source in one place.
NEURON { SUFFIX dbr RANGE s, src, D }
PARAMETER { D = 0.8 (um2/ms) src = 0 }
ASSIGNED { v diam (um) }
STATE { s (mM) }
INITIAL { s = 0.1 }
BREAKPOINT { SOLVE spread METHOD sparse }
KINETIC spread {
    COMPARTMENT diam*diam*0.7853981633974483 { s }
    LONGITUDINAL_DIFFUSION D*diam*diam*0.7853981633974483 { s }
    ~ s << (src*diam)
    ~ s -> (0.05*diam)
}
