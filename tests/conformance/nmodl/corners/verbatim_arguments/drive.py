# SPDX-License-Identifier: BSD-3-Clause
"""What a user passes: numbers, texts, references, Vectors, or nothing."""

from protocol import cell, h, out

s = cell()
s.insert("varg")
s.x_varg = 3
h.setdata_varg(s(0.5))
v = h.Vector([1, 2, 3])
counts = [h.count_varg(), h.count_varg(1), h.count_varg(1, "two", v)]
kinds = h.kinds_varg(1, "two", v, s(0.5)._ref_x_varg)
total = h.add_all_varg(1.5, 2, 3)
other = cell("other")
other.insert("varg")
other.x_varg = -8
h.swap_varg(s(0.5)._ref_x_varg, other(0.5)._ref_x_varg)
h.grow_varg(v)
out(
    counts=counts,
    kinds=kinds,
    total=total,
    swapped=[s.x_varg, other.x_varg],
    letters=h.letters_varg("abc", 2.5),
    v=list(v),
)
