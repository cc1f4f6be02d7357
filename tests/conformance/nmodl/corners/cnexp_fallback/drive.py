# SPDX-License-Identifier: BSD-3-Clause
"""A block that cnexp cannot solve is solved by derivimplicit as a whole."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("cfb")
x, z = rec(s(0.5).cfb._ref_x), rec(s(0.5).cfb._ref_z)
go(8, dt=0.1)
out(x=pick(x), z=pick(z), rtol=2e-6)
