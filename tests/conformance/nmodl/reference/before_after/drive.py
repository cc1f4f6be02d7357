# SPDX-License-Identifier: BSD-3-Clause
"""The order in which blocks run is written down as a growing base-10 number."""

from protocol import cell, h, out

s = cell()
s.insert("baf")
h.dt = 0.1
h.finitialize(-65)
after_init = [s.bi_baf, s.ai_baf, s.bb_baf, s.as_baf, s.bst_baf, s.nbr_baf, s.seq_baf]
seqs = []
for _ in range(4):
    h.fadvance()
    seqs.append(s.seq_baf)
out(
    after_init=after_init,
    seqs=seqs,
    end=[s.bi_baf, s.ai_baf, s.bb_baf, s.as_baf, s.bst_baf, s.nbr_baf],
    x=s.x_baf,
)
