# SPDX-License-Identifier: BSD-3-Clause
"""Positive means depolarizing for ELECTRODE_CURRENT."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("pas")
r = h.Ramp(s(0.5))
v, i = rec(s(0.5)._ref_v), rec(r._ref_i)
go(4)
out(v=pick(v), i=pick(i))
