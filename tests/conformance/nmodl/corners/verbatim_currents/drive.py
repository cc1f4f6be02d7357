# SPDX-License-Identifier: BSD-3-Clause
"""C inside BREAKPOINT: v is that of each of the two evaluations; ion variables by their own and by the ion's name."""

from protocol import cell, go, h, kept, out, pick, rec

s = cell(nseg=3, L=200)
for name in ("hh", "vcur"):
    s.insert(name)
stim = h.IClamp(s(0.1))
stim.delay, stim.dur, stim.amp = 0.5, 1, 1.5
kept.append(stim)
v, x, ica = rec(s(0.5)._ref_v), rec(s(0.5)._ref_x_vcur), rec(s(0.5)._ref_ica)
go(4)
out(v=pick(v), x=pick(x), ica=pick(ica), n=[seg.n_vcur for seg in s], seen=[seg.seen_vcur for seg in s])
