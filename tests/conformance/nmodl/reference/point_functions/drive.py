# SPDX-License-Identifier: BSD-3-Clause
"""The same for a point process: methods of the object."""

from protocol import cell, h, out

s = cell()
p, q = h.PtFn(s(0.5)), h.PtFn(s(0.5))
q.a = 5
b0 = [p.b, q.b]
r = [p.setarr(1), q.setarr(2)]
h.PtFn[0].arr[1] = 1000
out(
    b0=b0,
    r=r,
    arr=[[p.arr[i] for i in range(3)], [q.arr[i] for i in range(3)]],
    sums=[p.sum(), q.sum()],
    hname=[p.hname(), q.hname()],
)
