# SPDX-License-Identifier: BSD-3-Clause
"""An outstanding self event is moved by later input."""

from protocol import cell, h, out

m = h.Mover()
nc = h.NetCon(None, m)
nc.weight[0] = 0.5
tv = h.Vector()
r = h.NetCon(m, None)
r.record(tv)
s = cell()
h.dt = 0.025
h.finitialize(-65)
for t in (2, 5, 9, 20):
    nc.event(t)
for _ in range(1600):
    h.fadvance()
out(times=list(tv), n=m.n, due=m.due)
