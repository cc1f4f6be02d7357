# SPDX-License-Identifier: BSD-3-Clause
"""Radial shells with buffers in arrays, COMPARTMENT with an index, a pump, an ion concentration that comes out."""

from protocol import cell, go, out, pick, rec

s = cell(nseg=2, L=20, diam=2)
s.insert("krs")
s.insert("casrc")
s(0.75).diam = 1.2
ca = [rec(s(0.25).krs._ref_ca[i]) for i in range(4)]
cb = [rec(s(0.75).krs._ref_cb[i]) for i in range(4)]
more = [
    rec(s(0.75)._ref_cai),
    rec(s(0.25)._ref_eca),
    rec(s(0.25).krs._ref_pumped),
    rec(s(0.25).krs._ref_buffered),
]
go(8, dt=0.1)
out(ca=[pick(x) for x in ca], cb=[pick(x) for x in cb], more=[pick(x) for x in more])
