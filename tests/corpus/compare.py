# SPDX-License-Identifier: BSD-3-Clause
"""200 files of the sample: 100 steps under a ramp of v, every state, current and ion number against NEURON 9.0.2.

    RANVIER_NEURON_PYTHON=<python with neuron==9.0.2> python tests/corpus/compare.py [--json OUT] [--all] [DIGITS...]

Two numbers agree when they differ by at most 1e-9 of the largest in NEURON's trace. NEURON's traces are kept in
.cache/corpus/neuron, by the file's hash. Exit status 1 as check.py's.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from pathlib import Path

from check import all_answers
from exceptions import report
from facts import facts
from fetch import place, sample
from oracle import STEPS, trace

COUNT = 200
TOLERANCE = 1e-9


def compared() -> list[dict]:
    """The first of the sample that need no C and are mechanisms."""
    out = []
    for entry in sample():
        f = facts(place(entry))
        if not f.has_c and not f.is_nothing:
            out.append(entry)
    return out[:COUNT]


def difference(ours: list, theirs: list) -> float:
    """Largest difference, in parts of the largest number of NEURON's trace."""
    scale = max((abs(x) for x in theirs if not isinstance(x, str)), default=0.0)
    worst = 0.0
    for a, b in zip(ours, theirs, strict=True):
        if isinstance(a, str) or isinstance(b, str):
            if a != b:
                return float("inf")
        elif a != b:
            worst = max(worst, abs(a - b) / scale if scale else float("inf"))
    return worst


def is_finite(answer: dict) -> bool:
    return not any(isinstance(x, str) for trace in answer["traces"].values() for x in trace)


def verdict(ours: dict, theirs: dict) -> tuple[str, str]:
    """How the answers stand to each other, and what is wrong if they do not agree."""
    if "error" in ours and "error" in theirs:
        return "both refuse", ""
    if "error" in theirs:
        return "NEURON refuses", f"NEURON: {theirs['error']}"
    if "stopped being finite" in ours.get("error", "") and not is_finite(theirs):
        return "not finite in both", ""
    if "error" in ours:
        return "Ranvier refuses", ours["error"]
    worst = {n: difference(ours["traces"][n], t) for n, t in theirs["traces"].items() if n in ours["traces"]}
    lacking = sorted(set(theirs["traces"]) - set(ours["traces"]))
    bad = {n: d for n, d in worst.items() if d > TOLERANCE}
    if bad or lacking:
        return "differ", f"differ: {bad}" if bad else f"not there: {lacking}"
    return "agree", ""


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("digits", nargs="*", help="first digits of hashes: only these of the sample")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--all", action="store_true", help="listed failures with what was said")
    options = parser.parse_args()
    entries = compared()
    if options.digits:
        entries = [e for e in sample() if any(e["sha256"].startswith(d) for d in options.digits)]
    theirs = {}
    for i, entry in enumerate(entries):
        theirs[entry["sha256"][:12]] = trace(entry)
        print(f"\rNEURON {i + 1} of {len(entries)}", end="", file=sys.stderr, flush=True)
    ours = all_answers(entries, STEPS)
    verdicts = {d: verdict(ours[d], theirs[d]) for d in theirs}
    failed = {d: why for d, (_, why) in verdicts.items() if why}
    surprises = report(failed, entries, {"compare"}, options.all)
    print(f"of {len(entries)} files, within {TOLERANCE} of the largest number of each trace:")
    for kind, count in Counter(kind for kind, _ in verdicts.values()).most_common():
        print(f"{count:4} {kind}")
    if options.json:
        options.json.write_text(json.dumps(verdicts, indent=1))
    return 1 if surprises else 0


if __name__ == "__main__":
    sys.exit(main())
