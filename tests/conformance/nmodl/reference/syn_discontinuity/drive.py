# SPDX-License-Identifier: BSD-3-Clause
"""Two-exponential synapse with a state jump on each event."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("pas")
y = h.TwoTau(s(0.5))
ns = h.NetStim()
ns.start, ns.number, ns.interval, ns.noise = 1, 3, 1.3, 0
nc = h.NetCon(ns, y)
nc.weight[0], nc.delay = 0.002, 0.55
g, v = rec(y._ref_g), rec(s(0.5)._ref_v)
go(8)
out(g=pick(g, 8), v=pick(v, 8), nw=int(nc.wcnt()))
