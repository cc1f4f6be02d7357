# SPDX-License-Identifier: BSD-3-Clause
"""CONDUCTANCE in several lines: currents are evaluated once, the sum of the hints is the derivative."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("cdl")
v, ik = rec(s(0.5)._ref_v), rec(s(0.5)._ref_ik)
go(5)
out(v=pick(v, 20), ik=pick(ik, 20), calls=s.calls_cdl, slope=s(0.5).dik_dv_)
