# SPDX-License-Identifier: BSD-3-Clause
"""Three-state channel with conservation, sparse, steady-state start."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("kin3")
s.insert("pas")
st = h.IClamp(s(0.5))
st.delay, st.dur, st.amp = 1, 2, 0.2
r = {n: rec(getattr(s(0.5).kin3, "_ref_" + n)) for n in ("c", "o", "d", "total")}
v = rec(s(0.5)._ref_v)
go(6)
out(v=pick(v, 20), **{n: pick(x, 20) for n, x in r.items()})
