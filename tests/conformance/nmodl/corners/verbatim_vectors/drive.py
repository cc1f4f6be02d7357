# SPDX-License-Identifier: BSD-3-Clause
"""VERBATIM: functions that take Vectors, numbers and text from the interpreter."""

from protocol import h, out

x = h.Vector([3, -1, 4, 1, -5, 9, 2, 6])
y = h.Vector()
n = [h.vv_smooth(x, y), h.vv_smooth(x, y, 2)]
out(
    median=[h.vv_median(x), h.vv_median(h.Vector([2, 8, 1]))],
    n=n,
    smooth=list(y),
    word=h.vv_word("seventeen"),
)
