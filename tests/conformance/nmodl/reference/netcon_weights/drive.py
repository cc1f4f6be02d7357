# SPDX-License-Identifier: BSD-3-Clause
"""Several weights per connection, INITIAL inside NET_RECEIVE, state kept per connection."""

from protocol import cell, h, out, pick, rec

s = cell()
y = h.Depress(s(0.5))
ncs = []
for k in range(2):
    nc = h.NetCon(None, y)
    nc.weight[0] = k + 1
    nc.weight[1] = 99
    ncs.append(nc)
g = rec(y._ref_s)
h.dt = 0.025
h.finitialize(-65)
w0 = [[nc.weight[i] for i in range(4)] for nc in ncs]
ncs[0].event(1)
ncs[0].event(3)
ncs[1].event(2.01)
ncs[0].event(3.5)
for _ in range(240):
    h.fadvance()
out(s=pick(g, 12), w0=w0, w1=[[nc.weight[i] for i in range(4)] for nc in ncs], cnt=int(ncs[0].wcnt()))
