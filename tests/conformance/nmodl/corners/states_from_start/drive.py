# SPDX-License-Identifier: BSD-3-Clause
"""START, and the parameters s0 that every state has."""

from protocol import cell, go, h, out

s = cell(nseg=2)
s.insert("sfs")
s(0.75).sfs.a0 = 11
h.b0_sfs = 6
go(0.2, dt=0.1)
names = ("count", "a", "b", "c", "e")
out(found=[[getattr(seg.sfs, n) for n in names] + list(seg.sfs.d) for seg in s])
