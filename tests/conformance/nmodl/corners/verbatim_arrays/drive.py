# SPDX-License-Identifier: BSD-3-Clause
"""Arrays as C sees them: side by side, passed to functions, with constant tables beside them."""

from protocol import cell, go, h, out

s = cell(nseg=1)
s.insert("varr")
go(1)
h.setdata_varr(s(0.5))
m = s(0.5).varr
out(
    a=[m.a[i] for i in range(4)],
    b=[m.b[i] for i in range(4)],
    s=m.s,
    c=[m.c[0], m.c[1]],
    g=[h.g_varr[i] for i in range(3)],
    sum=h.sum_varr(3),
)
