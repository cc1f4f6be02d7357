# SPDX-License-Identifier: BSD-3-Clause
"""At_time marks discontinuities; with fixed steps it is true in one step."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("pas")
p = h.Pulse(s(0.5))
i, v = rec(p._ref_i), rec(s(0.5)._ref_v)
go(5, dt=0.1)
out(i=pick(i, 2), v=pick(v, 5), marks=p.marks)
