# SPDX-License-Identifier: BSD-3-Clause
"""TABLE in FUNCTIONs, called from the interpreter too."""

from protocol import cell, go, h, out

s = cell()
s.insert("tbi")
go(1, dt=0.25, v=-43.7)
first = [s.p_tbi, s.q_tbi]
calls = [[h.sig_tbi(x), h.bell_tbi(x)] for x in (-120, -99.5, -61, -50, -47.3, 0, 5)]
h.slope_tbi = 9
go(1, dt=0.25, v=-43.7)
out(first=first, calls=calls, second=[s.p_tbi, s.q_tbi, h.sig_tbi(-47.3)])
h.usetable_tbi = 0
out(direct=[h.sig_tbi(-47.3), h.bell_tbi(-61)])
