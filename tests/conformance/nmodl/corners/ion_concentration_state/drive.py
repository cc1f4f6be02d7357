# SPDX-License-Identifier: BSD-3-Clause
"""An ion concentration that is a STATE, a channel that it opens, a reversal potential that follows."""

from protocol import cell, go, h, out, pick, rec

s = cell(nseg=2)
for name in ("ics", "icc", "pas"):
    s.insert(name)
s(0.75).ics.depth = 0.05
h.celsius = 33
stim = h.IClamp(s(0.25))
stim.delay, stim.dur, stim.amp = 1, 6, 0.25
traces = [rec(getattr(s(0.75), "_ref_" + name)) for name in ("v", "cai", "eca", "ica", "ik")]
go(10)
out(traces=[pick(x, 20) for x in traces], styles=[h.ion_style("ca_ion", sec=s), h.ion_style("k_ion", sec=s)])
