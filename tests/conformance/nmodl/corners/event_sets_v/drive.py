# SPDX-License-Identifier: BSD-3-Clause
"""v assigned in NET_RECEIVE reaches the node."""

from protocol import cell, h, out, pick, rec

s = cell(nseg=3, L=300, diam=2)
s.insert("pas")
p = h.Setter(s(0.5))
nc = h.NetCon(None, p)
nc.weight[0] = -20
v, w = rec(s(0.5)._ref_v), rec(s(0.1)._ref_v)
h.dt = 0.1
h.finitialize(-65)
s(0.5).nai = 7
nc.event(0.33)
nc.event(0.97)
for _ in range(30):
    h.fadvance()
out(seen=p.seen, half=p.half, v=pick(v, 3), w=pick(w, 3))
