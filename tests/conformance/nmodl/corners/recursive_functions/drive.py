# SPDX-License-Identifier: BSD-3-Clause
"""Recursion: one function, two that call one another, locals that survive."""

from protocol import cell, go, h, out

s = cell(nseg=3)
s.insert("rec")
for k, seg in enumerate(s):
    seg.rec.depth = 5 + 4 * k
go(0)
out(
    found=[[seg.rec.a, seg.rec.b, seg.rec.c] for seg in s], calls=[h.fib_rec(12), h.even_rec(7), h.odd_rec(7)]
)
