# SPDX-License-Identifier: BSD-3-Clause
"""net_move: a leaky cell whose next firing time is predicted and moved by its inputs."""

from protocol import go, h, out

cells = [h.Leaky() for _ in range(3)]
cells[1].bias, cells[2].bias = 0.8, 1.01
links, times = [], []
for k, x in enumerate(cells):
    nc = h.NetCon(x, cells[(k + 1) % 3])
    nc.delay, nc.weight[0] = 1.5, 0.35
    links.append(nc)
    seen = h.Vector()
    nc.record(seen)
    times.append(seen)
go(100, dt=0.1)
out(times=[list(x) for x in times], m=[x.m for x in cells], t0=[x.t0 for x in cells])
