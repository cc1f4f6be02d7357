# SPDX-License-Identifier: BSD-3-Clause
"""The order in which mechanisms run: writers of a concentration first, the later loaded one in front."""

from protocol import cell, go, out

s = cell()
for name in ("ob", "oa", "oc"):
    s.insert(name)
go(0, dt=0.1)
start = [s.cai, s.first_ob]
go(0.2, dt=0.1)
out(start=start, end=[s.cai, s.before_oa, s.before_oc, s.seen_ob])
