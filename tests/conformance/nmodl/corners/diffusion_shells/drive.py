# SPDX-License-Identifier: BSD-3-Clause
"""LONGITUDINAL_DIFFUSION of an array state, in a cable with two diameters."""

from protocol import cell, go, out, pick, rec

a, b = cell("a", nseg=5, L=10, diam=3), cell("b", nseg=3, L=6, diam=1)
b.connect(a(1))
for s in (a, b):
    s.insert("dsh")
traces = [rec(s(x).dsh._ref_c[i]) for s, x in ((a, 0.1), (a, 0.9), (b, 0.1), (b, 0.9)) for i in range(2)]
go(5, dt=0.1)
out(traces=[pick(x) for x in traces], total=[seg.dsh.total for s in (a, b) for seg in s])
