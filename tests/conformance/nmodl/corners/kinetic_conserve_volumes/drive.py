# SPDX-License-Identifier: BSD-3-Clause
"""CONSERVE where each state has a volume of its own."""

from protocol import cell, go, out, pick, rec

s = cell(nseg=2)
s.insert("kcv")
s(0.75).kcv.k = 5
traces = [rec(getattr(seg.kcv, "_ref_" + name)) for seg in s for name in "abc"]
go(6, dt=0.2)
out(traces=[pick(x, 3) for x in traces])
