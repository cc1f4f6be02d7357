# SPDX-License-Identifier: BSD-3-Clause
"""METHOD euler."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("eul")
x, y = rec(s(0.5).eul._ref_x), rec(s(0.5).eul._ref_u)
go(4, dt=0.05)
out(x=pick(x), y=pick(y))
