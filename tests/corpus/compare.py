# SPDX-License-Identifier: BSD-3-Clause
"""200 files of the sample: 100 steps under a ramp of v, every state, current and ion number against NEURON 9.0.2.

    RANVIER_NEURON_PYTHON=<python with neuron==9.0.2> python tests/corpus/compare.py [--json OUT]

Two numbers agree when they differ by at most 1e-9 of the largest in NEURON's trace. NEURON's traces are kept in
.cache/corpus/neuron, by the file's hash.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from check import BATCH, answers
from facts import facts
from fetch import CORPUS, HERE, place, sample

COUNT = 200
STEPS = 100
TOLERANCE = 1e-9
KEPT = CORPUS / "neuron"


def compared() -> list[dict]:
    """The first of the sample that need no C and are mechanisms: NEURON's own C would have to be built for the others."""
    out = []
    for entry in sample():
        f = facts(place(entry))
        if not f.has_c and not f.is_nothing:
            out.append(entry)
    return out[:COUNT]


def neuron_trace(entry: dict, python: str) -> dict:
    kept = KEPT / f"{entry['sha256'][:12]}.json"
    if kept.exists():
        return json.loads(kept.read_text())
    path = place(entry)
    with tempfile.TemporaryDirectory() as folder:
        for file in path.parent.iterdir():
            shutil.copy(file, folder)
        nrnivmodl = Path(python).parent / "nrnivmodl"
        built = subprocess.run([nrnivmodl], cwd=folder, capture_output=True, text=True)
        if built.returncode:
            answer = {"error": "nrnivmodl: " + (built.stdout + built.stderr)[-500:]}
        else:
            done = subprocess.run(
                [python, HERE / "protocol.py", "neuron", str(STEPS), path],
                cwd=folder,
                capture_output=True,
                text=True,
                timeout=120,
            )
            lines = [line for line in done.stdout.splitlines() if line.startswith("@")]
            answer = json.loads(lines[0][1:]) if lines else {"error": done.stderr[-500:]}
    KEPT.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(answer))
    return answer


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


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    python = os.environ.get("RANVIER_NEURON_PYTHON")
    if not python:
        parser.error("set RANVIER_NEURON_PYTHON to a Python that has neuron==9.0.2")
    entries = compared()
    theirs = {}
    for i, entry in enumerate(entries):
        theirs[str(place(entry))] = neuron_trace(entry, python)
        print(f"\rNEURON {i + 1} of {len(entries)}", end="", file=sys.stderr, flush=True)
    paths = list(theirs)
    ours: dict[str, dict] = {}
    for i in range(0, len(paths), BATCH):
        ours.update(answers(paths[i : i + BATCH], STEPS))
    agree, report = 0, {}
    for entry, path in zip(entries, paths):
        a, b = ours[path], theirs[path]
        if "error" in a or "error" in b:
            verdict = f"Ranvier: {a.get('error', 'ran')}; NEURON: {b.get('error', 'ran')}"
        else:
            worst = {n: difference(a["traces"][n], b["traces"][n]) for n in b["traces"] if n in a["traces"]}
            lacking = sorted(set(b["traces"]) - set(a["traces"]))
            bad = {n: d for n, d in worst.items() if d > TOLERANCE}
            verdict = f"differ: {bad}" if bad else f"not there: {lacking}" if lacking else ""
        agree += not verdict
        report[path] = verdict
        if verdict:
            print(f"--- {entry['repository']} {entry['path']} {entry['sha256'][:12]}\n{verdict}")
    print(f"agree within {TOLERANCE}: {agree} of {len(paths)}")
    if options.json:
        options.json.write_text(json.dumps(report, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
