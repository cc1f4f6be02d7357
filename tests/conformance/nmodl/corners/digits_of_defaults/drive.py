# SPDX-License-Identifier: BSD-3-Clause
"""Defaults with more than six digits."""

from protocol import cell, go, h, out, rec

s = cell()
s.insert("dod")
seg = s(0.5)
started = [getattr(seg.dod, n) for n in ("g", "large", "small")] + [h.shared_dod, h.size_dod]
a, b, i = rec(seg.dod._ref_a), rec(seg.dod._ref_b), rec(seg.dod._ref_i)
go(1)
out(started=started, sum=seg.dod.sum, a=list(a), b=list(b), i=list(i))
