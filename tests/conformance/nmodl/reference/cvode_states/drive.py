# SPDX-License-Identifier: BSD-3-Clause
"""The same block under variable time steps."""

from protocol import cell, h, out

s = cell()
s.insert("cvs")
s.insert("pas")
st = h.IClamp(s(0.5))
st.delay, st.dur, st.amp = 1, 3, 0.5
cv = h.CVode()
cv.active(True)
cv.atol(1e-6)
h.finitialize(-65)
nst = h.Vector()
cv.states(nst)
neq = int(nst.size())
vals = []
for t in (0.5, 2, 4, 6, 10):
    cv.solve(t)
    vals.append([s.v, s.n_cvs, s.c_cvs])
name = h.ref("")
nm = []
for k in range(neq):
    cv.statename(k, name)
    nm.append(name[0].split(".")[-1])
cv.active(False)
out(neq=neq, vals=vals, names=nm, rtol=2e-3, atol=1e-3)
