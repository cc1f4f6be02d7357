# SPDX-License-Identifier: BSD-3-Clause
"""LINEAR equations used for a steady state."""

from protocol import cell, h, out

s = cell()
s.insert("lnr")
a = []
for k in (3, -1, 10.5):
    s.k_lnr = k
    h.finitialize(-65)
    a.append([s.x_lnr, s.p_lnr, s.z_lnr])
out(a=a)
