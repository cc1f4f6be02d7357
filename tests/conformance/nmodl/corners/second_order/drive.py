# SPDX-License-Identifier: BSD-3-Clause
"""What secondorder does to the state phase of each method."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("pas")
traces = {}
for name in ("soc", "soe", "soi", "sor", "sos"):
    s.insert(name)
    traces[name] = rec(getattr(s(0.5), name)._ref_s)
for order in (0, 1, 2):
    h.secondorder = order
    go(3, dt=0.25)
    out(**{f"{name} {order}": pick(x, 2) for name, x in traces.items()}, rtol=1e-7)
