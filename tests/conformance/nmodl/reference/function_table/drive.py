# SPDX-License-Identifier: BSD-3-Clause
"""User supplied table."""

from protocol import cell, go, h, out

s = cell()
s.insert("ftb")
xs = h.Vector([-80, -60, -20, 40])
ys = h.Vector([1, 5, 2, 7])
h.table_tau_ftb(ys, xs)
s(0.5).v = -65
q = [s(0.5).ftb.tau(v) for v in (-100, -80, -70, -60, -47, -20, 0, 40, 90)]
r = [h.tau_ftb(v) for v in (-70, 10)]
go(0.1)
y = s.y_ftb
h.table_tau_ftb(9.25)
k = [s(0.5).ftb.tau(v) for v in (-70, 10)]
out(q=q, r=r, y=y, constant=k)
