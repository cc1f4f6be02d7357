# SPDX-License-Identifier: BSD-3-Clause
"""A mechanism that WRITEs the reversal potential of an ion."""

from protocol import cell, go, h, out, pick, rec

s = cell(nseg=2)
s.insert("irw")
s.insert("iru")
s(0.25).irw.swing = 3
traces = [rec(s(0.75)._ref_ek), rec(s(0.25)._ref_v), rec(s(0.75).iru._ref_seen)]
go(6, dt=0.1)
out(traces=[pick(x) for x in traces], style=h.ion_style("k_ion", sec=s))
