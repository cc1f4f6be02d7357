# SPDX-License-Identifier: BSD-3-Clause
"""INITIAL gives GLOBALs that a TABLE reads; then one of them changes, then a DEPEND variable."""

from protocol import cell, go, h, out

s = cell()
s.insert("tai")
tai = s(0.5).tai
names = ("first", "tau_slow", "tau_fast", "half", "a", "b")


def seen():
    return [getattr(tai, name) for name in names] + [h.rate_tai, h.factor_tai]


h.celsius = 20
go(0.5)
once = seen()
h.celsius = 30
go(0.5)
warmer = seen()
h.power_tai = 3
go(0.5, v=-20)
steeper = seen()
h.factor_tai = 50
h.fadvance()
out(once=once, warmer=warmer, steeper=steeper, later=seen())
