# SPDX-License-Identifier: BSD-3-Clause
"""BEFORE and AFTER blocks of a mechanism that writes a concentration."""

from protocol import cell, go, h, out

s = cell(nseg=2)
s.insert("bai")
s.insert("bac")
s(0.75).bai.init = 60
h.celsius = 30
names = ("seen", "n", "steps", "before", "after")
go(0, dt=0.1)
out(start=[[getattr(seg.bai, name) for name in names] for seg in s])
go(1, dt=0.1)
out(
    end=[[getattr(seg.bai, name) for name in names] for seg in s],
    ek=[seg.ek for seg in s],
    v=[seg.v for seg in s],
)
