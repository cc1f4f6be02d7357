# SPDX-License-Identifier: BSD-3-Clause
"""Stoichiometry, f_flux and b_flux, the three arrows."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("kfl")
r = {n: rec(getattr(s(0.5).kfl, "_ref_" + n)) for n in ("a", "b", "ab", "w", "fl", "bl")}
go(5, dt=0.05)
out(**{n: pick(x) for n, x in r.items()})
