# SPDX-License-Identifier: BSD-3-Clause
"""STEADYSTATE of a linear and of a second-order scheme, and the steps after it under other rates."""

from protocol import cell, go, h, out


def numbers():
    return [[seg.kss.a, seg.kss.b, seg.kss.c, seg.ksd.m, seg.ksd.d] for seg in s]


s = cell(nseg=3)
s.insert("kss")
s.insert("ksd")
for k, seg in enumerate(s):
    seg.kss.f = seg.ksd.f = 0.5 + k
go(0, dt=0.1)
start = numbers()
for seg in s:
    seg.kss.f = seg.ksd.f = 3
for _ in range(10):
    h.fadvance()
out(start=start, later=numbers())
