# SPDX-License-Identifier: BSD-3-Clause
"""Writes a concentration, so the ion becomes dynamic and eca follows it."""

from protocol import cell, go, h, out, pick, rec

h.celsius = 22
s = cell()
s.insert("cach")
before = h.ion_style("ca_ion", sec=s)
s.insert("iac")
after = h.ion_style("ca_ion", sec=s)
s.insert("pas")
st = h.IClamp(s(0.5))
st.delay, st.dur, st.amp = 1, 5, 0.4
v, cai, eca, ica = [rec(r) for r in (s(0.5)._ref_v, s(0.5)._ref_cai, s(0.5)._ref_eca, s(0.5)._ref_ica)]
go(8)
out(
    before=before,
    after=after,
    v=pick(v, 20),
    cai=pick(cai, 20),
    eca=pick(eca, 20),
    ica=pick(ica, 20),
    cao=s.cao,
)
