# SPDX-License-Identifier: BSD-3-Clause
"""NET_RECEIVE with several arguments, one of them changed by each event, and an INITIAL of its own."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("pas")
k = h.Keeper(s(0.5))
k.offset = 2
cons = [h.NetCon(None, k) for _ in range(2)]
for n, nc in enumerate(cons):
    nc.weight[0] = 0.001 * (n + 1)
    nc.delay = n
handler = h.FInitializeHandler(
    lambda: [cons[w].event(x) for x, w in ((1, 0), (1.5, 1), (2, 1), (4, 0), (4, 1))]
)
g = rec(k._ref_g)
go(8)
out(g=pick(g), weights=[[nc.weight[i] for i in range(4)] for nc in cons], total=k.total, inits=k.inits)
go(3)
out(again=[[nc.weight[i] for i in range(4)] for nc in cons], total2=k.total)
