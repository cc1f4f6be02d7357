# SPDX-License-Identifier: BSD-3-Clause
"""FUNCTION_TABLE filled from Vectors with uneven points, with even points, and with a constant."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("ftg")
s.insert("pas")
n, v = rec(s(0.5).ftg._ref_n), rec(s(0.5)._ref_v)
h.table_ninf_ftg(h.Vector([0.02, 0.1, 0.7, 0.98]), h.Vector([-90, -65, -35, 10]))
h.table_ntau_ftg(h.Vector([5, 3, 8, 2]), h.Vector([-100, -60, -30, 0]))
go(5, dt=0.1, v=-50)
first = [pick(n), pick(v)]
h.table_ntau_ftg(1.5)
go(5, dt=0.1, v=-50)
out(first=first, second=[pick(n), pick(v)], looked_up=[h.ninf_ftg(u) for u in (-100, -65, -50, -1, 60)])
