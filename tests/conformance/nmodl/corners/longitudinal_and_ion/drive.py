# SPDX-License-Identifier: BSD-3-Clause
"""Longitudinal diffusion of an ion whose current comes from other channels."""

from protocol import cell, go, h, out, pick, rec

a, b = cell("a", nseg=3, L=60, diam=3), cell("b", nseg=3, L=60, diam=1)
b.connect(a(1))
for s in (a, b):
    s.insert("hh")
    s.insert("lai")
stim = h.IClamp(a(0.1))
stim.delay, stim.dur, stim.amp = 0.5, 1, 0.5
traces = [rec(a(0.5)._ref_nai), rec(b(0.9)._ref_nai), rec(b(0.9)._ref_ena), rec(b(0.1)._ref_v)]
go(6)
out(traces=[pick(x, 24) for x in traces], rtol=1e-8)
