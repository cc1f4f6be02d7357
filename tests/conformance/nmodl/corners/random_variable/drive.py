# SPDX-License-Identifier: BSD-3-Clause
"""RANDOM variables: streams set by ids and sequence, drawn once a step."""

from protocol import cell, go, h, out, pick, rec

s = cell()
s.insert("pas")
one, two = h.Noisy(s(0.5)), h.Noisy(s(0.5))
for k, x in enumerate((one, two)):
    x.ru.set_ids(1 + k, 2, 3)
    x.rn.set_ids(4, 5, 6 + k)


def start():
    for x in (one, two):
        x.ru.set_seq(0)
        x.rn.set_seq(10)


handler = h.FInitializeHandler(start)
traces = [rec(getattr(x, "_ref_" + name)) for x in (one, two) for name in ("u", "e", "n", "p", "q")]
v = rec(s(0.5)._ref_v)
go(2, dt=0.1)
first = [pick(x, 4) for x in traces]
out(
    first=first,
    v=pick(v, 4),
    ids=[list(one.ru.get_ids()), list(two.rn.get_ids())],
    seq=[one.ru.get_seq(), one.rn.get_seq()],
)
go(2, dt=0.1)
out(same=first == [pick(x, 4) for x in traces])
