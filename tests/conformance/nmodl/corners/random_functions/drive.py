# SPDX-License-Identifier: BSD-3-Clause
"""scop_random, exprand, normrand and set_seed."""

from protocol import cell, go, h, out

s = cell(nseg=3)
s.insert("rfn")
h.start_rfn(99)
go(0.5, dt=0.1)
first = [[seg.rfn.a, seg.rfn.b, seg.rfn.c, seg.rfn.d] for seg in s]
go(0.5, dt=0.1)
second = [[seg.rfn.a, seg.rfn.b, seg.rfn.c, seg.rfn.d] for seg in s]
h.start_rfn(99)
go(0.5, dt=0.1)
out(first=first, second=second, same=first == [[seg.rfn.a, seg.rfn.b, seg.rfn.c, seg.rfn.d] for seg in s])
