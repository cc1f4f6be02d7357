# SPDX-License-Identifier: BSD-3-Clause
"""A channel of six states with CONSERVE, from its steady state."""

from protocol import cell, go, h, out, pick, rec

s = cell(nseg=2, L=40)
s.insert("ksix")
s.insert("pas")
s.e_pas = -68
stim = h.IClamp(s(0.25))
stim.delay, stim.dur, stim.amp = 0.5, 2, 0.8
v, g = rec(s(0.75)._ref_v), rec(s(0.75).ksix._ref_g)
states = [rec(getattr(s(0.25).ksix, "_ref_" + name)) for name in ("c1", "c2", "c3", "o", "i1", "i2")]
go(4)
out(v=pick(v), g=pick(g), states=[pick(x, 20) for x in states])
