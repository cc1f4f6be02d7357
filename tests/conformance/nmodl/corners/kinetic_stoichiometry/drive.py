# SPDX-License-Identifier: BSD-3-Clause
"""Coefficients, a constant among the species, a sink of second order, fluxes that are read."""

from protocol import cell, go, out, pick, rec

s = cell(nseg=2)
s.insert("ksto")
s(0.25).ksto.level = 0
traces = [rec(getattr(seg.ksto, "_ref_" + name)) for seg in s for name in ("a", "b", "c", "d", "fwd", "bwd")]
go(5, dt=0.1)
out(traces=[pick(x, 10) for x in traces])
