# SPDX-License-Identifier: BSD-3-Clause
"""Streams that C makes for itself, and numbers of counters that C keeps."""

from protocol import h, out

h.vst_make(3, 5, 7)
draws = [h.vst_uniform() for _ in range(6)] + [h.vst_bits() for _ in range(3)]
shapes = [h.vst_negexp(), h.vst_negexp(), h.vst_normal(), h.vst_normal(), h.vst_where()]
h.vst_goto(2, 1)
again = [h.vst_uniform(), h.vst_where()]
h.vst_make(1, 0, 0)
out(draws=draws, shapes=shapes, again=again, other=h.vst_uniform(), ran4=[h.vst_ran4(1), h.vst_ran4(123456)])
