# SPDX-License-Identifier: BSD-3-Clause
"""Variables of ions between blocks: what is stored, what is kept, what is lost."""

from protocol import cell, go, h, out

NAMES = {
    "icr": ("icr.a icr.b icr.c icr.s ek ik"),
    "ico": ("ico.a ico.b ico.c ico.s ena ina"),
    "icc": ("icc.a icc.b icc.c icc.p icc.s cai ica"),
    "icu": ("icu.k cai"),
}


def values(section, suffix):
    """Every variable of the case by its name."""
    found = {}
    for name in NAMES[suffix].split():
        owner, _, variable = name.rpartition(".")
        segment = section(0.5)
        found[name] = getattr(getattr(segment, owner) if owner else segment, variable)
    return found


results = {}
for suffix in NAMES:
    s = cell(suffix)
    s.insert(suffix)
    go(0)
    results[suffix + "_initial"] = values(s, suffix)
    for step in range(3):
        h.fadvance()
        results[f"{suffix}_{step}"] = values(s, suffix)
out(**results)
