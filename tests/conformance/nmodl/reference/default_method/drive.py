# SPDX-License-Identifier: BSD-3-Clause
"""SOLVE without METHOD on a DERIVATIVE block."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("dfm")
m, n = rec(s(0.5).dfm._ref_m), rec(s(0.5).dfm._ref_n)
go(5, dt=0.25)
out(m=pick(m, 2), n=pick(n, 2), rtol=1e-6)
