# SPDX-License-Identifier: BSD-3-Clause
"""TABLE in a FUNCTION."""

from protocol import cell, h, out

s = cell()
s.insert("tbf")
h.finitialize(-65)
f = s(0.5).tbf.f
xs = (-20, -10, -9, -3.3, 0, 1.25, 2.5, 9.9, 10, 12)
a = [f(x) for x in xs]
h.hi_tbf = 30
b = [f(x) for x in xs]
h.usetable_tbf = 0
c = [f(x) for x in xs]
h.finitialize(-65)
out(a=a, b=b, c=c, y=s.y_tbf)
