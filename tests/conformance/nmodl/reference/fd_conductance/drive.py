# SPDX-License-Identifier: BSD-3-Clause
"""A current that is strongly nonlinear in v: the conductance is a difference quotient over 0.001 mV."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("fdc")
v = rec(s(0.5)._ref_v)
go(4, v=-20)
out(v=pick(v), calls=s.calls_fdc, lastv=s.lastv_fdc, vend=s.v, rtol=1e-8)
