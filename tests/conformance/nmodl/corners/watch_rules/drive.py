# SPDX-License-Identifier: BSD-3-Clause
"""WATCH by its rules: when it fires, what replaces it, what it does with a condition that holds already."""

from protocol import cell, h, out

s = cell()
h.dt = 0.1


def log(p):
    return [[p.came[i], p.came[i + 1]] for i in range(0, int(p.n), 2)]


def driven(p, weights, events, steps):
    netcons = [h.NetCon(None, p) for _ in weights]
    for nc, weight in zip(netcons, weights, strict=False):
        nc.weight[0] = weight
    h.finitialize(-65)
    for t, i in events:
        netcons[i].event(t)
    for _ in range(steps):
        h.fadvance()
    return log(p)


times = (0.52, 1.01, 1.5, 2.0, 2.049, 2.2, 3.1, 3.12, 3.14, 3.16, 4.2)
which = (0, 1, 2, 1, 2, 3, 2, 2, 2, 2, 3)
sent = []
for mode in (0, 1, 2):
    w = h.Watcher(s(0.5))
    w.mode = mode
    sent.append(driven(w, (0.3, 0.5, -0.7, 2.5), zip(times, which, strict=False), 60))
replaced = []
plans = {
    0: ((0.52, 0), (1.51, 2), (2.01, 0), (2.51, 0)),
    1: ((0.52, 3), (1.52, 4), (2.51, 2), (3.51, 0)),
    2: ((0.52, 0), (1.51, 2), (2.01, 0), (2.51, 0)),
    3: ((0.52, 5), (1.52, 2), (2.51, 2), (3.51, 0)),
}
for mode, events in plans.items():
    r = h.Replacer(s(0.5))
    r.mode = mode
    replaced.append(driven(r, (2, 0.6, -3, 1e-12, 1e-9, 0), events, 50))
out(sent=sent, replaced=replaced)
