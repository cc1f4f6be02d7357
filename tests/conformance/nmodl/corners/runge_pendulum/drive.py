# SPDX-License-Identifier: BSD-3-Clause
"""METHOD runge: a driven pendulum; how often the block runs shows."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("rgp")
x, p = rec(s(0.5).rgp._ref_x), rec(s(0.5).rgp._ref_p)
go(12, dt=0.2)
out(x=pick(x, 5), p=pick(p, 5), calls=s.calls_rgp)
