# SPDX-License-Identifier: BSD-3-Clause
"""C in NET_RECEIVE: weights, flag, events of its own."""

from protocol import cell, go, h, kept, out

s = cell()
stim = h.NetStim()
stim.interval, stim.number, stim.start, stim.noise = 0.7, 4, 0.5, 0
a, b = h.VCell(), h.VCell()
b.gap = 1.1
con = h.NetCon(stim, a, -1, 0.25, 3)
kept.append(con)
between = h.NetCon(a, b, -1, 0.5, 8)
times = h.Vector()
between.record(times)
go(8)
out(
    n=[a.n, b.n],
    m=[a.m, b.m],
    last=[a.last, b.last],
    weights=[con.weight[0], con.weight[1]],
    times=list(times),
)
