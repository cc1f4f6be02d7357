# SPDX-License-Identifier: BSD-3-Clause
"""LONGITUDINAL_DIFFUSION through a branching point, with diameters that differ."""

from protocol import cell, go, h, out, pick, rec

a, b, c = cell("a", nseg=3, L=9, diam=2), cell("b", nseg=4, L=8, diam=1), cell("c", nseg=2, L=6, diam=1.5)
b.connect(a(1))
c.connect(a(0.5))
for s in (a, b, c):
    s.insert("dbr")
a(0.9).diam = 1.3
a(0.5).dbr.src = 0.4
c(0.75).dbr.s = 3
traces = [rec(seg.dbr._ref_s) for s in (a, b, c) for seg in s]
go(4, dt=0.1)
out(traces=[pick(x) for x in traces])
h.fadvance()
out(last=[seg.dbr.s for s in (a, b, c) for seg in s])
