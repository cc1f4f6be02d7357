# SPDX-License-Identifier: BSD-3-Clause
"""Branches, LOCALs and function calls inside a DERIVATIVE block; later equations see earlier states."""

from protocol import cell, go, out, pick, rec

s = cell(nseg=2)
s.insert("cbr")
s(0.75).cbr.tau = 0.7
traces = {name: rec(getattr(s(0.75).cbr, "_ref_" + name)) for name in "abcrs"}
go(10, dt=0.1)
out(**{name: pick(x) for name, x in traces.items()}, other=[s(0.25).cbr.a, s(0.25).cbr.b])
