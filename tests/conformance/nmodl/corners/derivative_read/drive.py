# SPDX-License-Identifier: BSD-3-Clause
"""Derivatives as values, by derivimplicit."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("dread")
traces = [rec(getattr(s(0.5).dread, "_ref_" + name)) for name in ("a", "b", "c", "speed", "drag", "turns")]
go(6, dt=0.025)
out(traces=[pick(x) for x in traces], rtol=1e-6)
