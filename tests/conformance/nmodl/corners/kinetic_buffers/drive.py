# SPDX-License-Identifier: BSD-3-Clause
"""Second-order binding: a scheme that needs iterations."""

from protocol import cell, go, out, pick, rec

s = cell(nseg=3)
s.insert("kbuf")
for k, seg in enumerate(s):
    seg.kbuf.influx = 0.02 * k
traces = [rec(getattr(seg.kbuf, "_ref_" + name)) for seg in s for name in ("ca", "cb1", "cb2")]
go(10, dt=0.1)
out(traces=[pick(x, 10) for x in traces])
