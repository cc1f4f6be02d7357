# SPDX-License-Identifier: BSD-3-Clause
"""LOCAL at the top of a file is shared by the instances and keeps its value."""

from protocol import cell, go, out

s = cell(nseg=3)
s.insert("flo")
go(0, dt=0.1)
first = [[seg.flo.mine, seg.flo.seen] for seg in s]
go(0.5, dt=0.1)
out(first=first, second=[[seg.flo.mine, seg.flo.seen, seg.flo.next] for seg in s])
