# SPDX-License-Identifier: BSD-3-Clause
"""VERBATIM: memory of each instance behind a POINTER slot, made and freed by CONSTRUCTOR and DESTRUCTOR."""

from protocol import cell, go, h, out

s = cell()
s.insert("pas")
stim = h.IClamp(s(0.5))
stim.delay, stim.dur, stim.amp = 0.2, 1, 0.1
one, two = h.Ring(s(0.5)), h.Ring(s(0.5))
two.size = 9
go(2, dt=0.1)
out(
    mean=[one.mean, two.mean],
    held=[one.held, two.held],
    back=[[x.back(k) for k in range(4)] for x in (one, two)],
    now=s.v,
)
del one
go(0.5, dt=0.1)
out(last=[two.held, two.mean])
