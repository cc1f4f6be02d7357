# SPDX-License-Identifier: BSD-3-Clause
"""POINTER of a density mechanism to a state elsewhere, and to a voltage."""

from protocol import cell, go, h, out, pick, rec

a, b = cell("a", nseg=3), cell("b", nseg=2)
a.insert("psrc")
a.insert("pas")
b.insert("pts")
h.setpointer(a(0.5).psrc._ref_s, "src", b(0.25).pts)
b(0.75).pts._ref_src = a(0.9)._ref_v
stim = h.IClamp(a(0.9))
stim.delay, stim.dur, stim.amp = 0.5, 1, 0.2
x = [rec(seg.pts._ref_x) for seg in b]
go(3, dt=0.1)
out(x=[pick(one, 3) for one in x], got=[seg.pts.got for seg in b], sum=[seg.pts.sum for seg in b])
a.nseg = 5
h.setpointer(a(0.5).psrc._ref_s, "src", b(0.25).pts)
b(0.75).pts._ref_src = a(0.9)._ref_v
go(1, dt=0.1)
out(again=[seg.pts.x for seg in b], read=[seg.pts.src for seg in b])
