# SPDX-License-Identifier: BSD-3-Clause
"""METHOD euler with coupled nonlinear states that make a current."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("eulc")
s.insert("pas")
traces = [rec(s(0.5)._ref_v), rec(s(0.5).eulc._ref_s), rec(s(0.5).eulc._ref_q), rec(s(0.5).eulc._ref_i)]
go(10, dt=0.05)
out(traces=[pick(x, 20) for x in traces])
