# SPDX-License-Identifier: BSD-3-Clause
"""RANDOM variables (new in 9.0)."""

from protocol import cell, h, out

s = cell(nseg=2)
s.insert("rnd")
for k, seg in enumerate(s):
    seg.rnd.rg.set_ids(11, 22, k)
h.finitialize(-65)
a = [[seg.rnd.a[i] for i in range(6)] + [seg.rnd.n] for seg in s]
seq = [seg.rnd.rg.get_seq() for seg in s]
s(0.25).rnd.rg.set_seq(5)
u = [s(0.25).rnd.rg.uniform() for _ in range(2)]
out(a=a, seq=seq, u=u, ids=[int(i) for i in s(0.75).rnd.rg.get_ids()], rtol=1e-12)
