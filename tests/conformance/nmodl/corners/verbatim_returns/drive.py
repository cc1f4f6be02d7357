# SPDX-License-Identifier: BSD-3-Clause
"""VERBATIM that only returns, at the end of a PROCEDURE and early in a FUNCTION."""

from protocol import cell, go, out

s = cell()
s.insert("vbr")
go(1, dt=0.1)
out(x=s.x_vbr, s=s.s_vbr, n=s.n_vbr, calls=[s(0.5).vbr.clipped(a) for a in (-2, 0, 2)])
