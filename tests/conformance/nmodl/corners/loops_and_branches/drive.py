# SPDX-License-Identifier: BSD-3-Clause
"""while loops with conditions that depend on numbers, nested branches, logic."""

from protocol import cell, go, h, out

s = cell(nseg=5)
s.insert("lab")
for k, seg in enumerate(s):
    seg.lab.x = 0.5 + k
go(0, v=-65)
one = [[seg.lab.root, seg.lab.steps, seg.lab.g, seg.lab.kind] for seg in s]
go(0, v=-40)
out(one=one, two=[seg.lab.kind for seg in s], calls=[h.gcd_lab(48, 36), h.gcd_lab(17, 5)])
