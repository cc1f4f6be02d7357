# SPDX-License-Identifier: BSD-3-Clause
"""Names that mean something elsewhere; more of the built-in functions."""

from protocol import cell, go, out

s = cell()
s.insert("nof")
go(1, dt=0.1)
names = ("k", "n", "sparsely", "index", "gamma_", "jn", "main", "printf_", "state", "x1")
out(found=[getattr(s(0.5).nof, name) for name in names], call=s(0.5).nof.time(7))
