# SPDX-License-Identifier: BSD-3-Clause
"""An ion that does not exist before this file."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("icx")
d0 = [s.ezz, s.zzi, s.zzo, h.zzi0_zz_ion, h.zzo0_zz_ion, h.ion_charge("zz_ion")]
st0 = h.ion_style("zz_ion", sec=s)
s.ezz = -30
v, i = rec(s(0.5)._ref_v), rec(s(0.5)._ref_izz)
go(2)
a = [pick(v), pick(i), s.seen_icx]
h.zzi0_zz_ion, h.zzo0_zz_ion = 4, 12
h.ion_style("zz_ion", 1, 2, 1, 1, 1, sec=s)
go(2)
out(
    d0=d0,
    style0=st0,
    a=a,
    ezz=s.ezz,
    zzi=s.zzi,
    zzo=s.zzo,
    v=pick(v),
    seen=s.seen_icx,
    nernst=h.nernst(4, 12, -2),
    ghk=h.ghk(-40, 4, 12, -2),
)
