# SPDX-License-Identifier: BSD-3-Clause
"""Gates with rates in a PROCEDURE, a temperature factor and a removable singularity."""

from protocol import cell, go, h, out, pick, rec

s = cell(nseg=3, L=60, diam=15)
s.insert("gates")
s.insert("pas")
s.e_pas = -67
s.ena, s.ek = 53, -92
s(0.5).gates.gnabar = 0.1
stim = h.IClamp(s(0.2))
stim.delay, stim.dur, stim.amp = 0.5, 3, 0.6
v, m, ina = rec(s(0.9)._ref_v), rec(s(0.5).gates._ref_m), rec(s(0.5)._ref_ina)
h.celsius = 24
go(6, v=-67)
out(v=pick(v), m=pick(m), ina=pick(ina), tau=[seg.gates.mtau for seg in s])
go(0, v=-47)
out(at_singularity=[seg.gates.minf for seg in s])
