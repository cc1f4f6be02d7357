# SPDX-License-Identifier: BSD-3-Clause
"""STEADYSTATE of a linear and of a second-order scheme.

The tolerance is that of the recording: NEURON's steady state of the cycle is 2e-7 off the exact solution.
"""

from protocol import cell, go, out

s = cell(nseg=3)
s.insert("kss")
for k, seg in enumerate(s):
    seg.kss.f = 0.5 + k
go(0, dt=0.1)
start = [[seg.kss.a, seg.kss.b, seg.kss.c, seg.kss.m, seg.kss.d] for seg in s]
for seg in s:
    seg.kss.f = 3
go(1, dt=0.1)
later = [[seg.kss.a, seg.kss.b, seg.kss.c, seg.kss.m, seg.kss.d] for seg in s]
out(start=start, later=later, rtol=1e-6)
