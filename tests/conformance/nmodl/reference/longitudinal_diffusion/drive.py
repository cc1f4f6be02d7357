# SPDX-License-Identifier: BSD-3-Clause
"""A substance that diffuses between segments."""

from protocol import cell, go, out, pick, rec

a, b = cell("a", nseg=5, L=10, diam=2), cell("b", nseg=3, L=9, diam=1)
b.connect(a(1))
for s in (a, b):
    s.insert("ldf")
a(0.1).ldf.src = 1
a(0.9).ldf.src = 0.5
segs = [seg for s in (a, b) for seg in s]
r = [rec(seg.ldf._ref_x) for seg in segs]
go(5, dt=0.05)
out(x=[pick(x, 20) for x in r])
