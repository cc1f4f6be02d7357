# SPDX-License-Identifier: BSD-3-Clause
"""A DERIVATIVE and a KINETIC block of one mechanism: the second sees what the first gave."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("s2b")
traces = [rec(getattr(s(0.5).s2b, "_ref_" + name)) for name in "xab"]
go(6, dt=0.2)
out(traces=[pick(x, 3) for x in traces])
