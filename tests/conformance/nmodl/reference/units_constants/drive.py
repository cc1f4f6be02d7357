# SPDX-License-Identifier: BSD-3-Clause
"""Numbers that come from the unit system."""

from protocol import cell, h, out

s = cell()
s.insert("unc")
h.finitialize(-65)
m = s(0.5).unc
out(a=[m.a[i] for i in range(9)], units=[h.units("v"), h.units("dt")], rtol=1e-12, atol=1e-15)
