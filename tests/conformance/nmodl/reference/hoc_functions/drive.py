# SPDX-License-Identifier: BSD-3-Clause
"""Functions and procedures called from the interpreter."""

from protocol import cell, h, out

s = cell(nseg=3)
s.insert("hfn")
h.finitialize(-65)
for k, seg in enumerate(s):
    seg.hfn.gain = k + 1
a = [seg.hfn.scaled(10, k) for k, seg in enumerate(s)]
r = s(0.5).hfn.bump(4)
b = []
for x in (0.1, 0.9):
    h.setdata_hfn(s(x))
    b.append(h.scaled_hfn(100, 5))
h.setdata_hfn(s(0.9))
rr = h.bump_hfn(1)
h("xx = 0")
h("xx = pure_hfn(7)")
out(a=a, b=b, bump=[r, rr], acc=[seg.hfn.acc for seg in s], pure=h.pure_hfn(3), fact=h.fact_hfn(6), hoc=h.xx)
