# SPDX-License-Identifier: BSD-3-Clause
"""A stiff linear chain by derivimplicit."""

from protocol import cell, go, out, pick, rec

s = cell(nseg=2)
s.insert("dil")
s(0.75).dil.k2 = 1.7
traces = [rec(getattr(seg.dil, "_ref_" + name)) for seg in s for name in "abcd"]
go(5, dt=0.1)
out(traces=[pick(x) for x in traces], rtol=1e-6)
