# SPDX-License-Identifier: BSD-3-Clause
"""Loads and runs every model of sample.json here and in NEURON 9.0.2 and compares what they print and their v.

    python tests/modeldb/compare.py [NUMBER...]     RANVIER_NEURON_PYTHON names a Python that has NEURON 9.0.2

What NEURON gave is kept in .cache/modeldb/neuron. Fails on a difference that exceptions.json does not name.
"""

from __future__ import annotations

import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from fetch import HERE, MODELS, bring, folder, sample

KEPT = MODELS / "neuron"
LIMIT = 25.0  # ms
LONGEST = 600  # s
TOLERANCE = 1e-4  # mV
SAID_WITHOUT_SCREEN = ("Warning: no DISPLAY", "--No graphics")


def mechanism_folders(model: Path) -> list[str]:
    """Where a user would call nrnivmodl on: the program's folder, or the folders below it that have the files."""
    if any(model.glob("*.mod")):
        return ["."]
    return sorted({str(path.parent.relative_to(model)) for path in model.rglob("*.mod")})


def outcome(entry: dict, python: str, package: str, nrnivmodl: list[str]) -> dict:
    """What the model prints and its v; its error otherwise."""
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work) / "model"
        shutil.copytree(folder(entry), copy)
        program = copy / entry["program"]
        environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
        found = mechanism_folders(program.parent)
        if found:
            built = subprocess.run(
                [*nrnivmodl, *found], cwd=program.parent, capture_output=True, text=True, check=False
            )
            if built.returncode:
                return {"error": "nrnivmodl", "text": built.stdout[-2000:] + built.stderr[-2000:]}
        out = Path(work) / "out.json"
        command = [python, str(HERE / "drive.py"), package, str(program), str(LIMIT), str(out)]
        try:
            done = subprocess.run(
                command,
                cwd=program.parent,
                env=environment,
                capture_output=True,
                check=False,
                timeout=LONGEST,
                stdin=subprocess.DEVNULL,
            )
        except subprocess.TimeoutExpired:
            return {"error": f"longer than {LONGEST} s", "text": ""}
        text = done.stdout.decode("latin-1")
        if done.returncode or not out.exists():
            return {"error": done.stderr.decode("latin-1")[-3000:], "text": text}
        return {"text": text, **json.loads(out.read_text())}


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if not line.startswith(SAID_WITHOUT_SCREEN)]


def worst(theirs: list, ours: list) -> float:
    """The greatest difference of two nested lists of voltages; infinite if they have not one shape."""
    if isinstance(theirs, float | int):
        return 0.0 if theirs == ours or (math.isnan(theirs) and math.isnan(ours)) else abs(theirs - ours)
    if len(theirs) != len(ours):
        return math.inf
    return max((worst(a, b) for a, b in zip(theirs, ours, strict=True)), default=0.0)


def difference(theirs: dict, ours: dict) -> str:
    """What differs, in a line; empty if they agree."""
    if "error" in theirs:  # nothing to compare with, whatever happens here
        here = "fails here, too" if "error" in ours else "runs here"
        return f"NEURON fails ({theirs['error'].strip().splitlines()[-1]}), {here}"
    if "error" in ours:
        return f"fails: {ours['error'].strip()[-600:]}"
    want, got = lines(theirs["text"]), lines(ours["text"])
    for i in range(max(len(want), len(got))):
        a, b = (some[i] if i < len(some) else "(nothing)" for some in (want, got))
        if a != b:
            return f"line {i + 1} of its text: NEURON {a!r}, here {b!r}"
    if not theirs["v"]:  # a menu waits for somebody to choose
        return "only its loading could be compared, with the same text: it has no sections before a button is pressed"
    for what in ("v", "traces"):
        if (far := worst(theirs[what], ours[what])) > TOLERANCE:
            return f"{what} differs by {far:.3g} mV"
    return ""


def neuron(entry: dict, python: str) -> dict:
    kept = KEPT / f"{folder(entry).name}.json"
    if not kept.exists():
        nrnivmodl = [str(Path(python).with_name("nrnivmodl"))]
        KEPT.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(outcome(entry, python, "neuron", nrnivmodl)))
    return json.loads(kept.read_text())


def main() -> int:
    python = os.environ.get("RANVIER_NEURON_PYTHON")
    if not python:
        print("RANVIER_NEURON_PYTHON: name a Python that has NEURON 9.0.2", file=sys.stderr)
        return 2
    exceptions = json.loads((HERE / "exceptions.json").read_text())
    unexpected = 0
    chosen = [entry for entry in sample() if not sys.argv[1:] or folder(entry).name in sys.argv[1:]]
    for entry in chosen:
        number = folder(entry).name
        bring(entry, None)
        ours = outcome(entry, sys.executable, "ranvier", [sys.executable, "-m", "ranvier", "nrnivmodl"])
        differs = difference(neuron(entry, python), ours)
        known = exceptions.get(number)
        unexpected += bool(differs) != bool(known)
        verdict = "agrees" if not differs else f"differs ({known or 'unexpected'}): {differs}"
        print(f"{number}: {verdict}", flush=True)
    print(f"{len(chosen)} models, {unexpected} unexpected")
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
