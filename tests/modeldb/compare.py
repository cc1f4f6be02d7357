# SPDX-License-Identifier: BSD-3-Clause
"""Loads and runs every model of sample.json here and in NEURON 9.0.2 and compares what they print and their v.

    python tests/modeldb/compare.py [NUMBER...]     RANVIER_NEURON_PYTHON names a Python that has NEURON 9.0.2

Models with `excluded` are only listed. What NEURON gave is kept in .cache/modeldb/neuron. Fails on a difference that
exceptions.json does not name, and on one that it names and that is not there.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from fetch import HERE, MODELS, bring, folder, sample

KEPT = MODELS / "neuron"
LONGEST = 1500  # s
TOLERANCE = 1e-4  # mV
LEFT_OUT = (
    "Warning: no DISPLAY",
    "--No graphics",
    "Changed dt",
)  # here dt's change is told on the other stream


@dataclass
class Verdict:
    """What came out of one model."""

    difference: str  # in a line; empty if both agree
    sections: int = 0
    until: float = 0  # ms
    far: float = math.nan  # mV
    same_text: bool = False
    times: str = ""  # s


def mechanism_folders(program: Path) -> list[str]:
    """Where a user would call nrnivmodl on: what `//moddir` of the program names, its folder, or those below it."""
    for line in program.read_text("latin-1").splitlines():
        if line.startswith("//moddir"):
            return [name for name in line.split()[1:] if any((program.parent / name).glob("*.mod"))]
    if any(program.parent.glob("*.mod")):
        return ["."]
    return sorted({str(path.parent.relative_to(program.parent)) for path in program.parent.rglob("*.mod")})


def edit(entry: dict, folder: Path) -> None:
    """The changes of the list, the same on both sides."""
    for change in entry.get("edits", []):
        file = folder / change["file"]
        text = file.read_bytes().decode("latin-1")
        if change["old"] not in text:
            raise ValueError(f"{file}: has no {change['old']!r}")
        file.write_bytes(text.replace(change["old"], change["new"]).encode("latin-1"))


def outcome(
    entry: dict, python: str, package: str, nrnivmodl: list[str], driver: str = "drive.py", *options: str
) -> dict:
    """What the model prints and what the driver, given the options, writes; its error otherwise."""
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work) / "model"
        shutil.copytree(folder(entry), copy)
        program = copy / entry["program"]
        environment = {name: value for name, value in os.environ.items() if name != "DISPLAY"}
        found = entry.get("mechanisms") or mechanism_folders(program)
        edit(entry, program.parent)
        if found:
            built = subprocess.run(
                [*nrnivmodl, *found], cwd=program.parent, capture_output=True, text=True, check=False
            )
            if built.returncode:
                return {"error": "nrnivmodl", "text": built.stdout[-2000:] + built.stderr[-2000:]}
        out = Path(work) / "out.json"
        command = [
            python,
            str(HERE / driver),
            package,
            str(program),
            json.dumps(entry["run"]),
            str(out),
            *options,
        ]
        began = time.monotonic()
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
        text = done.stdout.decode("latin-1").replace(str(copy.resolve()), "(model)")
        if done.returncode or not out.exists():
            return {"error": done.stderr.decode("latin-1")[-3000:], "text": text}
        return {"text": text, "seconds": time.monotonic() - began, **json.loads(out.read_text())}


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.splitlines() if not line.startswith(LEFT_OUT)]


def first_other_line(theirs: str, ours: str) -> str:
    want, got = lines(theirs), lines(ours)
    for i in range(max(len(want), len(got))):
        a, b = (some[i] if i < len(some) else "(nothing)" for some in (want, got))
        if a != b:
            return f"line {i + 1} of its text: NEURON {a!r}, here {b!r}"
    return ""


def worst(theirs: list, ours: list) -> float:
    """The greatest difference of two nested lists of voltages; infinite if they have not one shape."""
    if isinstance(theirs, float | int):
        return 0.0 if theirs == ours or (math.isnan(theirs) and math.isnan(ours)) else abs(theirs - ours)
    if len(theirs) != len(ours):
        return math.inf
    return max((worst(a, b) for a, b in zip(theirs, ours, strict=True)), default=0.0)


def verdict(theirs: dict, ours: dict) -> Verdict:
    if "error" in theirs:  # nothing to compare with, whatever happens here
        here = "fails here, too" if "error" in ours else "runs here"
        return Verdict(f"NEURON fails ({theirs['error'].strip().splitlines()[-1]}), {here}")
    if "error" in ours:
        return Verdict(f"fails: {ours['error'].strip()[-600:]}")
    out = Verdict(first_other_line(theirs["text"], ours["text"]), len(theirs["v"]), theirs["t"])
    out.same_text = not out.difference
    out.far = max(worst(theirs[what], ours[what]) for what in ("v", "traces"))
    out.times = f"{theirs['seconds']:.1f} / {ours['seconds']:.1f}"
    if not theirs["traces"] or theirs["t"] <= 0:
        out.difference = "nothing was run"
    if not out.difference and out.far > TOLERANCE:
        out.difference = f"v differs by {out.far:.3g} mV"
    return out


def neuron(entry: dict, python: str, driver: str = "drive.py", *options: str) -> dict:
    """What NEURON gives, kept as long as nothing that it was made of changes."""
    made_of = json.dumps(entry, sort_keys=True) + (HERE / driver).read_text() + "".join(options)
    kept = KEPT / f"{folder(entry).name}-{hashlib.sha256(made_of.encode()).hexdigest()[:12]}.json"
    if not kept.exists():
        nrnivmodl = [str(Path(python).with_name("nrnivmodl"))]
        KEPT.mkdir(parents=True, exist_ok=True)
        kept.write_text(json.dumps(outcome(entry, python, "neuron", nrnivmodl, driver, *options)))
    return json.loads(kept.read_text())


def main() -> int:
    python = os.environ.get("RANVIER_NEURON_PYTHON")
    if not python:
        print("RANVIER_NEURON_PYTHON: name a Python that has NEURON 9.0.2", file=sys.stderr)
        return 2
    exceptions = json.loads((HERE / "exceptions.json").read_text())
    chosen = [entry for entry in sample() if not sys.argv[1:] or folder(entry).name in sys.argv[1:]]
    compared = [entry for entry in chosen if "excluded" not in entry]
    agreeing = unexpected = 0
    row = "{:>8}  {:<34} {:>8} {:>8} {:>10} {:>5}  {:>13}"
    print(row.format("model", "what is run", "sections", "t (ms)", "max |dv| mV", "text", "s NEURON/here"))
    for entry in compared:
        number = folder(entry).name
        bring(entry, None)
        ours = outcome(entry, sys.executable, "ranvier", [sys.executable, "-m", "ranvier", "nrnivmodl"])
        found = verdict(neuron(entry, python), ours)
        known = exceptions.get(number)
        unexpected += bool(found.difference) != bool(known)
        agreeing += not found.difference
        same = "same" if found.same_text else "other"
        cells = (entry["what"], found.sections, f"{found.until:g}", f"{found.far:.1e}", same, found.times)
        print(row.format(number, *cells))
        if found.difference:
            print(f"          differs ({known or 'unexpected'}): {found.difference}")
        elif known:
            print(f"          agrees, but exceptions.json says: {known}")
        sys.stdout.flush()
    for entry in chosen:
        if "excluded" in entry:
            print(f"{folder(entry).name:>8}  not compared: {entry['excluded']}")
    print(
        f"{len(compared)} models compared, {agreeing} agree within {TOLERANCE:g} mV, {unexpected} unexpected"
    )
    return 1 if unexpected else 0


if __name__ == "__main__":
    sys.exit(main())
