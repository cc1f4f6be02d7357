# SPDX-License-Identifier: BSD-3-Clause
"""A point process current is in nA and is scaled by the segment area."""

from protocol import cell, go, h, out, pick, rec

a = cell(nseg=3, L=30, diam=4)
p = h.PtLeak(a(0.1))
q = h.PtLeak(0.9, sec=a)
q.g = 0.003
v = [rec(seg._ref_v) for seg in a]
go(3)
loc0 = p.get_segment().x
q.loc(0.5, sec=a)
go(3)
out(
    v=[pick(x) for x in v],
    area=[p.myarea, q.myarea],
    i=[p.i, q.i],
    loc=[loc0, q.get_segment().x],
    has=[p.has_loc(), q.has_loc()],
)
