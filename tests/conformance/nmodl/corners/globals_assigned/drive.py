# SPDX-License-Identifier: BSD-3-Clause
"""GLOBALs that are assigned: carried from one instance to the next, or written before they are read."""

from protocol import cell, go, h, out

s = cell(nseg=3)
s.insert("gas")
go(0.5, dt=0.1)
first = [h.sum_gas, h.scratch_gas]
h.sum_gas = 100
h.factor_gas = 3
go(0.5, dt=0.1)
out(
    first=first,
    second=[h.sum_gas, h.scratch_gas],
    each=[[seg.gas.order, seg.gas.scaled, seg.gas.x] for seg in s],
)
