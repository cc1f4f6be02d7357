# SPDX-License-Identifier: BSD-3-Clause
"""Several BREAKPOINTs (ModelDB 12631) and a flag that is assigned (ModelDB 116830)."""

from protocol import cell, go, h, kept, out, pick, rec

s = cell()
s.insert("pas")
point = h.Twofold(s(0.5))
stimulus = h.NetStim()
stimulus.start, stimulus.number, stimulus.interval = 0.5, 3, 1.5
connection = h.NetCon(stimulus, point, 0, 0.25, 0.01)
kept.extend([point, stimulus, connection])
v, i, x = rec(s(0.5)._ref_v), rec(point._ref_i), rec(point._ref_h)
go(6)
out(v=pick(v), i=pick(i), h=pick(x), count=point.count, seen=point.seen, b=point.b)
