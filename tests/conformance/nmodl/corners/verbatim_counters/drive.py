# SPDX-License-Identifier: BSD-3-Clause
"""Old C without prototypes, generators of the C library, loops, switch, strings."""

from protocol import cell, h, out

s = cell()
p = h.VOld(s(0.5))
p.start(11)
out(
    draws=[p.draw() for _ in range(4)],
    a=p.a,
    modes=[p.mode("slow"), p.mode("fast"), p.mode("?"), p.code],
    early=[p.early(-1), p.early(20), p.early(2)],
    text=p.text(3.14159),
)
