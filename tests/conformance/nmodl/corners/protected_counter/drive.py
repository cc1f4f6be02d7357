# SPDX-License-Identifier: BSD-3-Clause
"""PROTECT, MUTEXLOCK and MUTEXUNLOCK."""

from protocol import cell, go, h, out

s = cell(nseg=4)
s.insert("pco")
go(0)
go(0)
out(total=h.total_pco, high=h.high_pco, own=[seg.pco.own for seg in s])
