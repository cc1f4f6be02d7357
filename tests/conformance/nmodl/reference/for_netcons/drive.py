# SPDX-License-Identifier: BSD-3-Clause
"""Visit every connection that ends here."""

from protocol import cell, h, out

s = cell()
p, q = h.Norm(s(0.5)), h.Norm(s(0.5))
ncs = []
for w, tgt in ((2, p), (3, p), (5, p), (11, q)):
    nc = h.NetCon(None, tgt)
    nc.weight[0] = w
    ncs.append(nc)
h.dt = 0.1
h.finitialize(-65)
ncs[1].event(1)
ncs[1].event(2)
ncs[2].event(4)
for _ in range(50):
    h.fadvance()
out(w=[[nc.weight[0], nc.weight[1]] for nc in ncs], total=[p.total, q.total], n=[p.n, q.n])
