# SPDX-License-Identifier: BSD-3-Clause
"""A point process with an ionic and another current, in segments of different area."""

from protocol import cell, go, h, out, pick, rec

s = cell(nseg=3, L=60)
s(0.5).diam = 4
s.insert("pas")
spots = [h.Spot(s(x)) for x in (0.1, 0.5, 0.5)]
spots[2].gna = 0.01
traces = [rec(seg._ref_v) for seg in s] + [rec(s(0.5)._ref_ina)] + [rec(x._ref_ina) for x in spots]
go(3)
out(traces=[pick(x, 20) for x in traces], here=[[x.a, x.d, x.density, x.i] for x in spots])
