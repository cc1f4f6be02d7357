# SPDX-License-Identifier: BSD-3-Clause
"""TABLE in a PROCEDURE with DEPEND, coarse, so that interpolation shows; a change of what it does not depend on."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("tbt")
s.insert("pas")
v, x = rec(s(0.5)._ref_v), rec(s(0.5).tbt._ref_x)
runs = {}
for name, setting in (
    ("first", {}),
    ("warm", {"celsius": 28}),
    ("moved", {"shift_tbt": 7.5}),
    ("stale", {"q10_tbt": 2}),
):
    for key, value in setting.items():
        setattr(h, key, value)
    go(3, dt=0.1)
    runs[name] = [pick(v), pick(x)]
h.usetable_tbt = 0
go(3, dt=0.1)
runs["direct"] = [pick(v), pick(x)]
h.usetable_tbt = 1
go(1, dt=0.1, v=-130)
runs["below"] = [h.inf_tbt, h.tau_tbt]
go(1, dt=0.1, v=90)
runs["above"] = [h.inf_tbt, h.tau_tbt]
out(**runs)
