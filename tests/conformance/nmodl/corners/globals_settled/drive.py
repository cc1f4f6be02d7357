# SPDX-License-Identifier: BSD-3-Clause
"""Many instances share a number that each of them may set; the temperature changes before and within runs."""

from protocol import cell, go, h, out, pick, rec

cells = [cell(f"c{i}", nseg=3) for i in range(10)]
for i, s in enumerate(cells):
    s.insert("wgate")
    s.insert("pas")
    s.ek = -90
    s.g_pas = 1e-4 * (1 + i)
v, g = rec(cells[7](0.5)._ref_v), rec(cells[7](0.5).wgate._ref_g)
runs = {}
for name, table in (("table", 1), ("exact", 0)):
    h.usetable_wgate = table
    for celsius in (23, 31):
        h.celsius = celsius
        go(2, dt=0.1)
        runs[f"{name} {celsius}"] = [pick(v), pick(g), h.tadj_wgate, h.extra_wgate]
    if table:
        continue
    h.celsius = 36
    for _ in range(20):
        h.fadvance()
    runs[f"{name} within"] = [pick(v), pick(g), h.tadj_wgate, [s(0.5).wgate.g for s in cells]]
h.usetable_wgate = 1
h.fadvance()
h.tadj_wgate = 5
h.fadvance()
runs["set"] = [[s(0.5).wgate.g for s in cells], h.tadj_wgate]
h.load_file("stdrun.hoc")
h.continuerun(h.t + 2)
runs["run on"] = [pick(v), pick(g), h.tadj_wgate]
out(**runs)
