# SPDX-License-Identifier: BSD-3-Clause
"""SOLVE of PROCEDUREs: once a step, in the order of the text, with the time of the end of the step."""

from protocol import cell, go, out

s = cell()
s.insert("slp")
go(0.5, dt=0.1)
out(short=[s.n_slp, s.late_slp, s.total_slp, s.sum_slp, s.seq_slp])
go(2, dt=0.05)
out(long=[s.n_slp, s.late_slp, s.total_slp, s.sum_slp, s.seq_slp])
