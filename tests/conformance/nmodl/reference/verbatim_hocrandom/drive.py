# SPDX-License-Identifier: BSD-3-Clause
"""The common idiom: a hoc Random object kept behind a POINTER slot."""

from protocol import cell, h, out

s = cell()
p, q = h.UseRandom(s(0.5)), h.UseRandom(s(0.5))
r = h.Random()
r.Random123(5, 6, 7)
r.negexp(2)
a = p.pick()
p.use(r)
h.finitialize(-65)
b = [p.last, q.last] + [p.pick() for _ in range(3)]
r.seq(0)
r.uniform(10, 20)
c = [p.pick() for _ in range(2)]
p.use()
out(a=a, b=b, c=c, off=p.pick(), rtol=1e-12)
