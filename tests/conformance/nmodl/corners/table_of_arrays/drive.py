# SPDX-License-Identifier: BSD-3-Clause
"""TABLE of array variables, with bounds from a parameter."""

from protocol import cell, go, out

s = cell()
s.insert("tba")
found = []
for v in (-80, -75.5, -12.25, 3, 49.9, 60):
    go(0, v=v)
    found.append([s.w_tba, s.low_tba, s.high_tba])
out(found=found)
