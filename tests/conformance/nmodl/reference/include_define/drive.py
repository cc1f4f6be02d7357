# SPDX-License-Identifier: BSD-3-Clause
"""INCLUDE and DEFINE."""

from protocol import cell, h, out

s = cell()
s.insert("idf")
h.finitialize(-65)
a = [s(0.5).idf.r[i] for i in range(4)]
h.slope_idf = -1
h.finitialize(-65)
out(a=a, b=[s(0.5).idf.r[i] for i in range(4)])
