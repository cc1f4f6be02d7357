# SPDX-License-Identifier: BSD-3-Clause
"""FOR_NETCONS from a WATCH: connections that were active are strengthened."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("hh")
syn = h.Plastic(s(0.5))
cons = []
for k in range(3):
    nc = h.NetCon(None, syn)
    nc.weight[0] = 0.002 + 0.001 * k
    nc.delay = 1
    cons.append(nc)


def start():
    for when, which in ((2, 0), (5, 1), (9, 2), (16, 0), (24, 2), (25, 2)):
        cons[which].event(when)


handler = h.FInitializeHandler(start)
g, v = rec(syn._ref_g), rec(s(0.5)._ref_v)
go(35)
out(
    g=pick(g, 40),
    v=pick(v, 40),
    weights=[[nc.weight[i] for i in range(3)] for nc in cons],
    visited=syn.visited,
)
