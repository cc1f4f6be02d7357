# SPDX-License-Identifier: BSD-3-Clause
"""ELECTRODE_CURRENT of a point process and of a density mechanism."""

from protocol import cell, go, h, out, pick, rec

s = cell(nseg=3, L=90)
s.insert("edens")
s.insert("pas")
e = h.Elec(s(0.1))
traces = [rec(seg._ref_v) for seg in s] + [
    rec(e._ref_i),
    rec(s(0.5).edens._ref_i),
    rec(s(0.5).edens._ref_leak),
]
go(4, dt=0.05)
out(traces=[pick(x, 16) for x in traces], charge=e.charge)
