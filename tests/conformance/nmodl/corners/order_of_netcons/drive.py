# SPDX-License-Identifier: BSD-3-Clause
"""FOR_NETCONS: its order, and that its arguments are no copies."""

from protocol import cell, h, out

s = cell()
h.dt = 0.1
f, g = h.Order(), h.NetStim()
g.number = 0
netcons = [
    h.NetCon(s(0.5)._ref_v, f, sec=s),
    h.NetCon(None, f),
    h.NetCon(g, f),
    h.NetCon(s(0.5)._ref_v, f, sec=s),
    h.NetCon(None, f),
]
for i, nc in enumerate(netcons):
    nc.weight[0] = i + 1
p, q = h.Aliases(s(0.5)), h.Aliases(s(0.5))
into_p = [h.NetCon(None, p) for _ in range(3)]
for i, nc in enumerate(into_p):
    nc.weight[0], nc.weight[1] = i + 1, 50 + i
h.finitialize(-65)
first = [p.first, q.first, [[nc.weight[0], nc.weight[1]] for nc in into_p]]
netcons[1].event(0.2)
into_p[1].event(0.3)
for _ in range(10):
    h.fadvance()
out(digits=f.digits, first=first, later=p.later, weights=[[nc.weight[0], nc.weight[1]] for nc in into_p])
