# SPDX-License-Identifier: BSD-3-Clause
"""New ions with VALENCE, one of them with a concentration that is written."""

from protocol import cell, go, h, out, pick, rec

s = cell(nseg=2)
s.insert("ins")
s.exq = -33
h.zzo0_zz_ion = 4
h.celsius = 20
traces = [rec(getattr(s(0.25), "_ref_" + name)) for name in ("v", "ixq", "zzi", "ezz", "izz")]
go(6, dt=0.1)
out(
    traces=[pick(x) for x in traces],
    charges=[h.ion_charge("xq_ion"), h.ion_charge("zz_ion")],
    styles=[h.ion_style("xq_ion", sec=s), h.ion_style("zz_ion", sec=s)],
    ratio=[seg.ins.ratio for seg in s],
)
