: SPDX-License-Identifier: BSD-3-Clause
: current that is strongly nonlinear in v: the conductance the solver uses is
: (i(v+0.001) - i(v))/0.001 and the block is run for both voltages
NEURON { SUFFIX fdc NONSPECIFIC_CURRENT i RANGE k, calls, lastv }
PARAMETER { k = 1e-6 }
ASSIGNED { v (mV) i (mA/cm2) calls lastv }
INITIAL { calls = 0 }
BREAKPOINT {
    calls = calls + 1
    lastv = v
    i = k*(v + 70)^3 + k*exp(v/30)
}
