# SPDX-License-Identifier: BSD-3-Clause
"""Nested if and while."""

from protocol import cell, h, out

s = cell()
s.insert("cfl")
a = []
for n in (1, 6, 27, 97):
    s.n_cfl = n
    h.finitialize(-65)
    a.append([s.steps_cfl, s.kind_cfl])
out(a=a, f=h.collatz_cfl(19))
