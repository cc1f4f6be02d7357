# SPDX-License-Identifier: BSD-3-Clause
"""The files of the sample that are known to fail, each with its cause: exceptions.json, compared with what failed now.

An entry: "sha256" (12 digits), "path", "check" (lower, run, compare or backends) and "cause". A failure that is not
listed is one to look into; a listed one that no longer fails is to be taken out.
"""

from __future__ import annotations

import json

from fetch import HERE


def listed(checks: set[str]) -> dict[str, dict]:
    entries = json.loads((HERE / "exceptions.json").read_text())
    return {e["sha256"]: e for e in entries if e["check"] in checks}


def report(failed: dict[str, str], entries: list[dict], checks: set[str], shows_all: bool = False) -> int:
    """Print the failures (by 12 digits of the hash), new ones in full; return how many are not as listed."""
    known = listed(checks)
    surprises = 0
    for entry in entries:
        digits = entry["sha256"][:12]
        title = f"{digits} {entry['repository']} {entry['path']}"
        if digits in failed and digits in known:
            print(f"listed    {title}: {known[digits]['cause']}")
            if shows_all:
                print(failed[digits])
        elif digits in failed:
            surprises += 1
            print(f"NOT LISTED {title}\n{failed[digits]}")
        elif digits in known:
            surprises += 1
            print(f"NO LONGER {title}: take it out of exceptions.json")
    return surprises
