# SPDX-License-Identifier: BSD-3-Clause
"""No separators, old comments, defaults that are ignored, names listed twice."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("len")
v, x = rec(s(0.5)._ref_v), rec(s(0.5).len._ref_x)
go(5)
out(v=pick(v, 20), x=pick(x, 20), celsius=h.celsius, f=h.f_len(-50))
