# SPDX-License-Identifier: BSD-3-Clause
"""Arrays: parameters, globals, states, LOCALs; computed and truncated indices; loops with a stride."""

from protocol import cell, go, h, out

s = cell(nseg=2)
s.insert("aop")
for i in range(4):
    s(0.25).aop.p[i] = 1 + i
    s(0.75).aop.p[i] = 10 - i * i
    h.table_aop[i] = 100 * i
s(0.75).aop.first = 0
go(1, dt=0.1)
out(r=[list(seg.aop.r) for seg in s], s=[list(seg.aop.s) for seg in s], total=[seg.aop.total for seg in s])
