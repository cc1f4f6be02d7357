# SPDX-License-Identifier: BSD-3-Clause
"""Artificial cell with self events, flag and net_event."""

from protocol import cell, go, h, out

b, c = h.Burster(), h.Burster()
c.nburst = 2
ns = h.NetStim()
ns.start, ns.number, ns.interval, ns.noise = 0.5, 5, 2, 0
n1, n2 = h.NetCon(ns, b), h.NetCon(b, c)
n1.weight[0], n1.delay = 0.6, 0.1
n2.weight[0], n2.delay = 0.5, 0.25
tb, tc = h.Vector(), h.Vector()
r1, r2 = h.NetCon(b, None), h.NetCon(c, None)
r1.record(tb)
r2.record(tc)
s = cell()
go(20)
out(tb=list(tb), tc=list(tc), fired=[b.fired, c.fired], level=[b.level, c.level])
