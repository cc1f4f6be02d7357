# SPDX-License-Identifier: BSD-3-Clause
"""SOLVE inside if runs every step; the other statements keep their condition."""

from protocol import cell, go, out

s = cell(nseg=2)
s.insert("sif")
s(0.75).sif.on = 1
go(2, dt=0.1)
out(
    x=[seg.sif.x for seg in s],
    i=[seg.sif.i for seg in s],
    seen=[seg.sif.seen for seg in s],
    v=[seg.v for seg in s],
)
