# SPDX-License-Identifier: BSD-3-Clause
"""Default initial values of states: the name with a 0 added."""

from protocol import cell, go, h, out

s = cell()
s.insert("sst")
go(0.2)
a = [s.p_sst, s.q_sst, s.w_sst, s.u_sst]
visible = [hasattr(h, n) for n in ("p0_sst", "q0_sst", "w0_sst", "u0_sst")]
h.q0_sst = 10
h.finitialize(-65)
out(a=a, visible=visible, c=[s.p_sst, s.q_sst, s.w_sst, s.u_sst])
