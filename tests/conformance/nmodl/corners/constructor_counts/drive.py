# SPDX-License-Identifier: BSD-3-Clause
"""CONSTRUCTOR and DESTRUCTOR of a point process and of a density mechanism."""

from protocol import cell, go, h, out

s = cell(nseg=2)
s.insert("cden")
made = [h.Made(s(x)) for x in (0.1, 0.9)]
made[1].kept = 8
before = [[m.serial, m.kept, m.inits, m.made] for m in made]
go(0.1, dt=0.1)
go(0.1, dt=0.1)
made.append(h.Made(s(0.5)))
del made[0]
out(
    before=before,
    after=[[m.serial, m.kept, m.inits, m.made] for m in made],
    density=[[seg.cden.born, seg.cden.runs] for seg in s],
)
s.nseg = 4
go(0.1, dt=0.1)
out(finer=[[seg.cden.born, seg.cden.runs] for seg in s])
