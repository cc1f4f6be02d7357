# SPDX-License-Identifier: BSD-3-Clause
"""A TABLE in whose body a number is used before it is computed (found in ModelDB 114637)."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("tgo")
s.insert("pas")
v, x = rec(s(0.5)._ref_v), rec(s(0.5).tgo._ref_x)
go(3, dt=0.1)
cold = [pick(v), pick(x)]
h.celsius = 28
go(3, dt=0.1, v=-45)
out(cold=cold, warm=[pick(v), pick(x)])
