# SPDX-License-Identifier: BSD-3-Clause
"""READ reversal, WRITE current; two ions and one plain current."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("icu")
ev = [s.ena, s.ek, s.nai, s.nao, s.ki, s.ko]
style = [h.ion_style("na_ion", sec=s), h.ion_style("k_ion", sec=s)]
v, ina, ik = rec(s(0.5)._ref_v), rec(s(0.5)._ref_ina), rec(s(0.5)._ref_ik)
go(3)
a = [pick(v), pick(ina), pick(ik)]
s.ena, s.ek = 60, -90
go(3)
out(
    ev=ev,
    style=style,
    first=a,
    second=[pick(v), pick(ina), pick(ik)],
    di=[s.dina_dv_, s.dik_dv_],
    il=s.il_icu,
)
