# SPDX-License-Identifier: BSD-3-Clause
"""CONSTANT: not visible to the interpreter, assigned by the file."""

from protocol import cell, go, h, out

s = cell(nseg=2)
s.insert("cas")
go(0)
out(
    b=[seg.cas.b for seg in s], third=h.third_cas(), visible=[hasattr(h, n) for n in ("base_cas", "half_cas")]
)
