# SPDX-License-Identifier: BSD-3-Clause
"""Three coupled nonlinear equations by derivimplicit, another drive in each segment."""

from protocol import cell, go, out, pick, rec

s = cell(nseg=3)
s.insert("osc")
for k, seg in enumerate(s):
    seg.osc.drive = 0.3 + 0.2 * k
traces = [rec(seg.osc._ref_u) for seg in s] + [rec(s(0.5).osc._ref_w), rec(s(0.5).osc._ref_z)]
go(20, dt=0.1)
out(traces=[pick(x, 20) for x in traces], rtol=2e-5, atol=1e-6)
