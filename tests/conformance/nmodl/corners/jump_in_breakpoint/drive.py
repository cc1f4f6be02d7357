# SPDX-License-Identifier: BSD-3-Clause
"""state_discontinuity in BREAKPOINT with at_time, and in NET_RECEIVE."""

from protocol import cell, h, out

s = cell()
s.insert("pas")
h.dt = 0.1
found = []
for te in (0, 0.05, 0.1, 1):
    j = h.Jumper(s(0.5))
    j.te = te
    nc = h.NetCon(None, j)
    nc.weight[0] = 3
    h.finitialize(-65)
    first = [j.x, j.k]
    nc.event(0.66)
    for _ in range(20):
        h.fadvance()
    found.append([first, j.x, j.z, j.k, s(0.5).v])
out(found=found)
