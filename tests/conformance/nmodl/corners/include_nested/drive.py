# SPDX-License-Identifier: BSD-3-Clause
"""INCLUDE inside an included file; DEFINE in all of them, also a negative one."""

from protocol import cell, go, h, out

s = cell()
s.insert("inc")
go(0)
out(x=s.x_inc, w=[s(0.5).inc.w[i] for i in range(5)], k=s.k_inc, bend=h.bend_inc(3, 2), scale=h.scale_inc)
