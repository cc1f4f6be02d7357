# SPDX-License-Identifier: BSD-3-Clause
"""POINTER that is written, by several instances to one place, in every phase."""

from protocol import cell, go, h, out

s = cell()
total = h.Sum(s(0.5))
adders = [h.Adder(s(0.5)) for _ in range(3)]
for k, a in enumerate(adders):
    a.amount = 0.5 + k
    h.setpointer(total._ref_total, "there", a)
nc = h.NetCon(None, adders[1])
nc.weight[0] = 2
handler = h.FInitializeHandler(lambda: nc.event(0.35))
total.total = 1
go(1, dt=0.1)
out(total=total.total, copy=total.copy, calls=[a.calls for a in adders], there=adders[2].there)
