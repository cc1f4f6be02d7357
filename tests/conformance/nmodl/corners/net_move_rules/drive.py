# SPDX-License-Identifier: BSD-3-Clause
"""net_move: which event it moves, and what the event carries."""

from protocol import cell, h, out

s = cell()
h.dt = 0.1
found = []
for events in (
    ((1, 1), (2, 2)),
    ((1, 1), (12, 4)),
    ((1, 3), (3, 2)),
    ((1, 4), (1.5, 4)),
    ((1, 1), (2, 1), (3, 2), (3.5, 2)),
    ((1, 3), (2, 1), (3, 2), (5.9, 3)),
):
    m = h.Mover()
    times = h.Vector()
    recorder = h.NetCon(m, None)
    recorder.record(times)
    netcons = [h.NetCon(None, m) for _ in range(5)]
    for i, nc in enumerate(netcons):
        nc.weight[0] = i
    h.finitialize(-65)
    for t, i in events:
        netcons[i].event(t)
    for _ in range(200):
        h.fadvance()
    found.append([[[m.came[i], m.came[i + 1]] for i in range(0, int(m.n), 2)], list(times)])
out(found=found)
