# SPDX-License-Identifier: BSD-3-Clause
"""Two ions by one current; concentrations that are only read; a current that is read and written."""

from protocol import cell, go, h, out, pick, rec

s = cell(nseg=2)
s.insert("ipc")
s.insert("hh")
s(0.25).nai = 15
s.ko = 4
h.nai0_na_ion = 12
traces = [rec(getattr(s(x), "_ref_" + name)) for x in (0.25, 0.75) for name in ("v", "ina", "ik")]
go(5)
out(traces=[pick(x, 20) for x in traces], i=[seg.ipc.i for seg in s], seen=[seg.ipc.seen for seg in s])
