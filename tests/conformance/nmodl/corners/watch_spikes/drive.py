# SPDX-License-Identifier: BSD-3-Clause
"""WATCH: conditions that replace one another, two of them at a time."""

from protocol import cell, go, h, out

s = cell()
s.insert("hh")
stim = h.IClamp(s(0.5))
stim.delay, stim.dur, stim.amp = 1, 25, 0.3
one, two = h.Watcher(s(0.5)), h.Watcher(s(0.5))
two.thresh, two.reset = 20, 0
go(30)
out(counts=[[w.up, w.down, w.above, w.since, w.seq] for w in (one, two)])
go(30, v=40)
out(again=[[w.up, w.down, w.above, w.since, w.seq] for w in (one, two)], rtol=1e-7)
