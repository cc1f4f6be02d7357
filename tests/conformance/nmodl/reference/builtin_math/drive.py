# SPDX-License-Identifier: BSD-3-Clause
"""Functions that are built in."""

from protocol import cell, h, out

s = cell()
s.insert("bim")
h.finitialize(-65)
out(r=[s(0.5).bim.r[i] for i in range(26)], rtol=1e-12, atol=0)
