# SPDX-License-Identifier: BSD-3-Clause
"""Static numbers and functions of C are shared by all instances; macros of C are names of NMODL's code too."""

from protocol import cell, go, h, out, pick, rec

s = cell(nseg=3)
s.insert("vstat")
trace = rec(s(0.5)._ref_mine_vstat)
go(1)
h.setdata_vstat(s(0.5))
out(
    mine=[seg.mine_vstat for seg in s],
    total=[seg.total_vstat for seg in s],
    half=s.half_vstat,
    calls=h.ncalls_vstat(),
    trace=pick(trace),
)
