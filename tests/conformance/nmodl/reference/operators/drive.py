# SPDX-License-Identifier: BSD-3-Clause
"""Precedence and associativity."""

from protocol import cell, h, out

s = cell()
s.insert("ops")
h.finitialize(-65)
m = s(0.5).ops
out(r=[m.r[i] for i in range(24)])
