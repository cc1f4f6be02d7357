# SPDX-License-Identifier: BSD-3-Clause
"""ARTIFICIAL_CELL with self events and net_event; cells drive one another."""

from protocol import go, h, out

a, b, c = h.Burster(), h.Burster(), h.Burster()
b.gap = 0.7
c.n = 2
times = {}
links = []
for src, dst, delay, weight in ((a, b, 3, 2), (b, c, 1, 1), (c, a, 9, -1)):
    nc = h.NetCon(src, dst)
    nc.delay = delay
    nc.weight[0] = weight
    links.append(nc)
for name, x in (("a", a), ("b", b), ("c", c)):
    nc = h.NetCon(x, None)
    times[name] = h.Vector()
    nc.record(times[name])
    links.append(nc)
kick = h.NetCon(None, a)
kick.weight[0] = 1
handler = h.FInitializeHandler(lambda: [kick.event(x) for x in (1, 2.2, 30)])
go(60)
out(
    times={k: list(x) for k, x in times.items()},
    fired=[x.fired for x in (a, b, c)],
    left=[x.left for x in (a, b, c)],
)
