# SPDX-License-Identifier: BSD-3-Clause
"""C blocks: locals and arguments carry an _l prefix, RANGE variables keep their name."""

from protocol import cell, h, out

s = cell()
s.insert("vbb")
h.finitialize(-65)
a = [s.b_vbb, s.n_vbb]
h.finitialize(-65)
c = [s.b_vbb, s.n_vbb]
h.setdata_vbb(s(0.5))
h.setb_vbb(-8)
out(a=a, c=c, early=[h.early_vbb(1), h.early_vbb(-1)], b=s.b_vbb, cnt=h.count_vbb(0))
