# SPDX-License-Identifier: BSD-3-Clause
"""An object of C behind a POINTER slot, one for each instance, made and freed by it."""

from protocol import cell, go, h, out

s = cell(nseg=3)
a, b = h.VObject(s(0.9)), h.VObject(s(0.1))
for i in range(5):
    a.add(i * 1.5)
b.add(-4)
before = [a.item(0), a.item(4), a.item(5), b.item(0), b.item(1)]
go(0.5)
# a new structure moves the instances about; the objects stay theirs
other = cell("other", nseg=5)
c = h.VObject(other(0.5))
c.add(77)
s.nseg = 5
h.finitialize(-65)
h.fadvance()
out(
    before=before,
    n=[a.n, b.n, c.n],
    last=[a.last, b.last, c.last],
    first=[a.first, b.first, c.first],
    after=[a.item(4), b.item(0), c.item(0)],
)
