# SPDX-License-Identifier: BSD-3-Clause
"""state_discontinuity beside a plain jump; the flag of a self event is any number."""

from protocol import cell, go, h, out, pick, rec

s = cell(nseg=3, L=60)
s.insert("pas")
j = h.Jump(s(0.9))
nc = h.NetCon(None, j)
nc.weight[0], nc.delay = 0.003, 0.5
handler = h.FInitializeHandler(lambda: [nc.event(x) for x in (0, 1.01, 1.02, 3)])
traces = [rec(s(0.9)._ref_v), rec(j._ref_a), rec(j._ref_b), rec(j._ref_i)]
go(8)
out(traces=[pick(x, 16) for x in traces])
