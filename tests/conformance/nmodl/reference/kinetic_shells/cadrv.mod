: SPDX-License-Identifier: BSD-3-Clause
: a fixed calcium current for kinetic_shells
NEURON { SUFFIX cadrv USEION ca WRITE ica RANGE amp }
PARAMETER { amp = -0.01 (mA/cm2) }
ASSIGNED { ica (mA/cm2) }
BREAKPOINT { if (t > 1 && t < 3) { ica = amp } else { ica = 0 } }
