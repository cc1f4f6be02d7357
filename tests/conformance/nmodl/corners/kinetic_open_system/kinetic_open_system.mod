: SPDX-License-Identifier: BSD-3-Clause
: Sources and sinks only.
NEURON { SUFFIX kopen RANGE x, z, gone, came }
ASSIGNED { v gone came }
STATE { x z }
INITIAL { x = 0 z = 1 }
BREAKPOINT { SOLVE st METHOD sparse }
KINETIC st {
    ~ x <-> z (0.5, 0.25*exp(-(v + 65)/10))
    came = f_flux - b_flux
    ~ x << (0.3 + 0.2*sin(t))
    ~ x -> (0.1)
    gone = f_flux - b_flux
}
