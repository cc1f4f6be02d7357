# SPDX-License-Identifier: BSD-3-Clause
"""NONLINEAR equations solved by Newton from the present values."""

from protocol import cell, h, out

s = cell()
s.insert("nlb")
a = []
for c in (2, 2.5, 1.5):
    s.c_nlb = c
    h.finitialize(-65)
    a.append([s.x_nlb, s.p_nlb])
out(a=a, rtol=1e-5)
