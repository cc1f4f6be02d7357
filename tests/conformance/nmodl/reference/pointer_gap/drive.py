# SPDX-License-Identifier: BSD-3-Clause
"""POINTER to a voltage elsewhere."""

from protocol import cell, go, h, out, pick, rec

a, b = cell("a"), cell("b")
for s in (a, b):
    s.insert("pas")
st = h.IClamp(a(0.5))
st.delay, st.dur, st.amp = 0.5, 10, 0.05
g1, g2, g3 = h.HalfGap(a(0.5)), h.HalfGap(b(0.5)), h.HalfGap(b(0.5))
h.setpointer(b(0.5)._ref_v, "vother", g1)
g2._ref_vother = a(0.5)._ref_v
va, vb = rec(a(0.5)._ref_v), rec(b(0.5)._ref_v)
go(5)
out(va=pick(va), vb=pick(vb), ok=[g1.ok, g2.ok, g3.ok], read=[g1.vother, g2.vother])
