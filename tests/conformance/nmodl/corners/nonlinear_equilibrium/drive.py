# SPDX-License-Identifier: BSD-3-Clause
"""NONLINEAR equations by Newton's method."""

from protocol import cell, go, out

s = cell(nseg=4)
s.insert("nle")
for n, seg in enumerate(s):
    seg.nle.total = 0.5 * (n + 1)
    seg.nle.kd = 0.1 + 0.2 * n
go(0)
out(found=[[seg.nle.free, seg.nle.bound] for seg in s], rtol=1e-6)
