# SPDX-License-Identifier: BSD-3-Clause
"""A function that takes Vectors, numbers and strings from the interpreter."""

from protocol import h, out

x, y = h.Vector([1, 2, 3]), h.Vector([4, 5, 6, 7])
a = [h.vbv_dot(x, y), h.vbv_dot(x, y, 10)]
h.vbv_fill(y, 0.5)
out(a=a, y=list(y), n=h.vbv_strlen("hello"), plain=h.vbv_plain(9, 4))
