# SPDX-License-Identifier: BSD-3-Clause
"""VERBATIM: C with loops, the mechanism's arrays, file statics, math functions, returns."""

from protocol import cell, go, out

s = cell(nseg=2)
s.insert("vbl")
go(0)
first = [[seg.vbl.total, seg.vbl.rms, seg.vbl.calls, seg.vbl.a[4]] for seg in s]
go(0)
out(
    first=first, calls=[seg.vbl.calls for seg in s], average=[s(0.25).vbl.average(n) for n in (0, 1, 4, 6, 7)]
)
