# SPDX-License-Identifier: BSD-3-Clause
"""Stiff nonlinear coupled pair, solved by Newton each step."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("dip")
p, q = rec(s(0.5).dip._ref_p), rec(s(0.5).dip._ref_q)
go(4, dt=0.1)
out(p=pick(p, 2), q=pick(q, 2), rtol=2e-5)
