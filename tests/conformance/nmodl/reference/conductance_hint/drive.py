# SPDX-License-Identifier: BSD-3-Clause
"""CONDUCTANCE takes the place of the difference quotient."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("cht")
v = rec(s(0.5)._ref_v)
go(4)
out(v=pick(v), calls=s.calls_cht, di=s.dik_dv_)
