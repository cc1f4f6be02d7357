# SPDX-License-Identifier: BSD-3-Clause
"""Names that the simulator supplies."""

from protocol import cell, go, h, out, pick, rec

h.celsius = 17.5
s = cell(nseg=2, L=30, diam=5)
s(0.75).diam = 3
s.insert("mgn")
tc, sv, v = rec(s(0.25).mgn._ref_tc), rec(s(0.25).mgn._ref_sv), rec(s(0.25)._ref_v)
go(1, dt=0.1, v=-50)
out(
    sd=[g.mgn.sd for g in s],
    sa=[g.mgn.sa for g in s],
    st=s(0.25).mgn.st,
    sdt=s(0.25).mgn.sdt,
    sc=s(0.25).mgn.sc,
    tc=pick(tc, 1),
    sv=pick(sv, 1),
    v=pick(v, 1),
)
