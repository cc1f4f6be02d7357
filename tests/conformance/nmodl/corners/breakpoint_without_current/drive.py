# SPDX-License-Identifier: BSD-3-Clause
"""A BREAKPOINT without currents."""

from protocol import cell, go, h, out

s = cell()
s.insert("bwc")
h.dt = 0.1
h.finitialize(-65)
start = [s.n_bwc, s.last_bwc, s.ahead_bwc]
h.fadvance()
out(start=start, one=[s.n_bwc, s.last_bwc, s.ahead_bwc, s.x_bwc])
go(1, dt=0.1)
out(end=[s.n_bwc, s.last_bwc, s.ahead_bwc, s.x_bwc])
