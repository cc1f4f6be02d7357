: SPDX-License-Identifier: BSD-3-Clause
: A calcium current that is switched by time.
NEURON { SUFFIX casrc USEION ca WRITE ica RANGE amp }
PARAMETER { amp = -0.01 }
ASSIGNED { v ica }
BREAKPOINT {
    if (t > 1 && t < 3) { ica = amp } else { ica = 0 }
}
