# SPDX-License-Identifier: BSD-3-Clause
"""Every linear shape that cnexp accepts."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("cnx")
vs = {n: rec(getattr(s(0.5).cnx, "_ref_" + n)) for n in "abcde"}
go(5, dt=0.1)
coarse = {n: pick(x, 5) for n, x in vs.items()}
go(5, dt=1.0)
out(dt01=coarse, dt1={n: pick(x, 1) for n, x in vs.items()})
