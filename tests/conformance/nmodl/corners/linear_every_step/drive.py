# SPDX-License-Identifier: BSD-3-Clause
"""LINEAR in BREAKPOINT: solved in every step."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("les")
x, z = rec(s(0.5).les._ref_x), rec(s(0.5).les._ref_z)
go(3, dt=0.25)
out(x=pick(x, 1), z=pick(z, 1), n=s.n_les)
