# SPDX-License-Identifier: BSD-3-Clause
"""EXTERNAL: a global that belongs to another mechanism."""

from protocol import cell, go, h, out

s = cell(nseg=2)
s.insert("exs")
s.insert("exg")
go(1, dt=0.1)
first = [s(0.25).exg.seen, s(0.25).exg.x]
h.rate_exs = -2
go(1, dt=0.1)
out(first=first, second=[s(0.75).exg.seen, s(0.75).exg.x, s(0.75).exs.z])
