# SPDX-License-Identifier: BSD-3-Clause
"""What is visible to the interpreter, and once or once an instance."""

from protocol import cell, go, h, out, pick, rec

s = cell(nseg=3)
s.insert("rgl")
defaults = [s.g_rgl, s.e_rgl, h.gfac_rgl, h.hidden_rgl, h.nodefault_rgl, h.offs_rgl]
s(0.5).rgl.g = 5e-4
s.e_rgl = -60
h.gfac_rgl = 2
v = rec(s(0.5)._ref_v)
go(2)
out(
    defaults=defaults,
    per_seg=[seg.g_rgl for seg in s],
    dg=[seg.rgl.double_g for seg in s],
    offs=h.offs_rgl,
    i=[seg.i_rgl for seg in s],
    cnt=[seg.cnt_rgl for seg in s],
    v=pick(v),
    has_hidden=hasattr(s(0.5), "hidden_rgl"),
    has_g=hasattr(s(0.5), "g_rgl"),
)
