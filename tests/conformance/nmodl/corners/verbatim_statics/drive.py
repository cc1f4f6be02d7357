from protocol import *

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
