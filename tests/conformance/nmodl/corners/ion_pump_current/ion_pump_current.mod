: SPDX-License-Identifier: BSD-3-Clause
: A pump that carries a current, reads it back, and makes a second ion's current.
NEURON {
    SUFFIX ipc
    USEION na READ nai WRITE ina
    USEION k READ ko, ik WRITE ik
    RANGE top, i, seen
}
PARAMETER { top = 0.02 kn = 10 kk = 2 }
ASSIGNED { v nai ko ina ik i seen }
BREAKPOINT {
    i = top/(1 + kn/nai)^3/(1 + kk/ko)^2
    ina = 3*i
    ik = -2*i
    seen = ik
}
