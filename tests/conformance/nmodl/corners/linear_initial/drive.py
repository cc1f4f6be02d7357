# SPDX-License-Identifier: BSD-3-Clause
"""LINEAR equations in INITIAL."""

from protocol import cell, go, out

s = cell(nseg=3)
s.insert("lin")
for n, seg in enumerate(s):
    seg.lin.k = 0.4 + n
go(0, v=-50)
out(ring=[[seg.lin.p, seg.lin.q, seg.lin.r, seg.lin.s] for seg in s])
