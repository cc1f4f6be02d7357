# SPDX-License-Identifier: BSD-3-Clause
"""Radial shells: array states, COMPARTMENT with an index, loop of reactions."""

from protocol import cell, go, h, out, pick, rec

s = cell(diam=2)
s.insert("shl")
s.insert("cadrv")
ca = [rec(s(0.5).shl._ref_ca[i]) for i in range(4)]
bd = rec(s(0.5).shl._ref_bound[0])
cai, eca = rec(s(0.5)._ref_cai), rec(s(0.5)._ref_eca)
go(5)
out(
    ca=[pick(x, 20) for x in ca],
    bound0=pick(bd, 20),
    cai=pick(cai, 20),
    eca=pick(eca, 20),
    style=h.ion_style("ca_ion", sec=s),
)
