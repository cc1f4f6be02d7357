# SPDX-License-Identifier: BSD-3-Clause
"""A current that is strongly nonlinear in v (constant field), and the built-in function for it."""

from protocol import cell, go, h, out, pick, rec

s = cell(nseg=2)
s.insert("cgh")
s.insert("pas")
h.celsius = 25
stim = h.IClamp(s(0.5))
stim.delay, stim.dur, stim.amp = 0.5, 3, 0.9
traces = [rec(s(0.25)._ref_v), rec(s(0.25)._ref_ica), rec(s(0.75).cgh._ref_ica2), rec(s(0.75)._ref_eca)]
go(5)
out(traces=[pick(x, 20) for x in traces])
