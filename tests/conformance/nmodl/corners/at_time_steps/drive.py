# SPDX-License-Identifier: BSD-3-Clause
"""at_time: how often it is true with fixed steps, and a current that steps."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("pas")
p = h.Train(s(0.5))
v, i = rec(s(0.5)._ref_v), rec(p._ref_i)
edges = []
for dt in (0.1, 0.025, 0.3):
    go(6, dt=dt)
    edges.append(p.edges)
go(6, dt=0.05)
out(v=pick(v, 8), i=pick(i, 3), edges=edges)
