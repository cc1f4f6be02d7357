# SPDX-License-Identifier: BSD-3-Clause
# ruff: noqa: PLC2401 - µ is how the units are written
"""Units as factors to the canonical ones: ``soma.L = 0.02 * mm``, ``h.tstop = 1 * s``.

Canonical: ms, mV, um, nA, uS, uF/cm2, ohm cm, mM, degC. A value without a unit is in the canonical one.
"""

# time [ms]
us = microsecond = 1e-3
ms = millisecond = 1.0
s = sec = second = 1e3
minute = 60e3
hour = 3600e3
day = 86400e3

# potential [mV]
uV = 1e-3
mV = millivolt = 1.0
V = volt = 1e3

# length [um]
nm = 1e-3
um = µm = micron = micrometer = 1.0
mm = 1e3
cm = 1e4
m = 1e6

# current [nA]
pA = 1e-3
nA = 1.0
uA = µA = 1e3
mA = 1e6

# conductance [uS]
nS = 1e-3
uS = µS = 1.0
mS = 1e3

# concentration [mM]
nM = 1e-6
uM = µM = 1e-3
mM = 1.0
M = 1e3
