# SPDX-License-Identifier: BSD-3-Clause
"""Coarse table so that interpolation is visible; DEPEND; clamped ends."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("tbp")
h.celsius = 10
h.finitialize(-65)
s(0.5).tbp.rates(-65)


def sweep():
    r = []
    for v in (-200, -80, -79.5, -71, -60, -47.3, 0, 13, 39.9, 40, 41, 300):
        s(0.5).tbp.rates(v)
        r.append([h.inf_tbp, h.tau_tbp])
    return r


a = sweep()
h.celsius = 20
b = sweep()
h.scale_tbp = 3
c = sweep()
h.usetable_tbp = 0
d = sweep()
h.usetable_tbp = 1
e = sweep()
look = rec(s(0.5).tbp._ref_lookup)
go(1)
out(first=a, celsius20=b, scale3=c, off=d, on=e, run=pick(look), usetable=h.usetable_tbp)
