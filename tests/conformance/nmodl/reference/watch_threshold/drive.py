# SPDX-License-Identifier: BSD-3-Clause
"""WATCH with several conditions replaced at run time."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("pas")
d = h.Detector(s(0.5))
st = []
for t0 in (1, 4, 7):
    c = h.IClamp(s(0.5))
    c.delay, c.dur, c.amp = t0, 0.8, 1.2
    st.append(c)
for seg in s:
    seg.pas.g = 0.004
tv = h.Vector()
nc = h.NetCon(d, None)
nc.record(tv)
v = rec(s(0.5)._ref_v)
go(10)
out(up=d.up, down=d.down, tup=d.tup, tdown=d.tdown, events=list(tv), v=pick(v, 20))
