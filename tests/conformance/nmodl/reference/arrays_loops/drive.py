# SPDX-License-Identifier: BSD-3-Clause
"""Arrays, FROM loops and integer arithmetic in indices."""

from protocol import cell, go, h, out

s = cell(nseg=2)
s.insert("arr")
go(0.1)
m = s(0.25).arr
out(
    a=[m.a[i] for i in range(5)],
    b=[m.b[i] for i in range(3)],
    w=[h.w_arr[i] for i in range(5)],
    s=[m.s[0], m.s[1]],
    total=m.total,
    k=m.k,
    by_suffix=[s.a_arr[3], s(0.75).b_arr[2]],
)
