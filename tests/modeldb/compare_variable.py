# SPDX-License-Identifier: BSD-3-Clause
"""Runs every model of variable.json by its own variable step here and in NEURON 9.0.2, compares when its cells spike.

    python tests/modeldb/compare_variable.py [NUMBER...]     RANVIER_NEURON_PYTHON names a Python that has NEURON 9.0.2

A spike is v of a watched section going up through -20 mV, between two steps by a straight line. Agreement: the same
number in each section, each within 0.1 ms. Where nothing spikes (or a clamp holds v), v at 1000 times within 1 mV. How
far NEURON is from itself with a tenth of its tolerances stands beside it: what is not settled there says nothing here.
Models with `excluded` are only listed.
"""

from __future__ import annotations

import math
import os
import sys
from bisect import bisect_right
from dataclasses import dataclass

from compare import neuron, outcome
from fetch import bring, folder, sample

LIST = "variable.json"
DRIVER = "drive_variable.py"
THRESHOLD = -20  # mV
LATEST = 0.1  # ms
FAR = 1  # mV
POINTS = 1000


@dataclass
class Distance:
    """How far two runs of a model are from each other."""

    difference: str = ""  # in a line; empty if both agree
    spikes: int = 0  # in all watched sections
    late: float = math.nan  # ms
    far: float = math.nan  # mV

    def __str__(self) -> str:
        if self.spikes and not math.isnan(self.late):
            return f"{self.late:.1e} ms"
        return f"{self.far:.1e} mV" if not math.isnan(self.far) else "-"


def crossings(trace: dict, until: float) -> list[float]:
    """When v goes up through the threshold, up to the end of the shorter run."""
    t, v = trace["t"], trace["v"]
    found = []
    for i in range(1, min(len(t), len(v))):
        if v[i - 1] < THRESHOLD <= v[i]:
            found.append(t[i - 1] + (t[i] - t[i - 1]) * (THRESHOLD - v[i - 1]) / (v[i] - v[i - 1]))
    return [time for time in found if time <= until]


def at(trace: dict, time: float) -> float:
    """v at a time, between two steps by a straight line; after the last of a cell that rests, that one's."""
    t, v = trace["t"], trace["v"]
    i = bisect_right(t, time)
    if i == 0 or i == len(t):
        return v[min(i, len(t) - 1)]
    return v[i - 1] + (v[i] - v[i - 1]) * (time - t[i - 1]) / (t[i] - t[i - 1])


def apart(theirs: dict, ours: dict, by_v: bool) -> Distance:
    """Section by section; by v where nothing spikes or `by_v` asks for it."""
    sections = [trace["section"] for trace in theirs["traces"]]
    if not sections or sections != [trace["section"] for trace in ours["traces"]]:
        return Distance("other sections")
    pairs = list(zip(theirs["traces"], ours["traces"], strict=True))
    until = min(theirs["t"], ours["t"])
    spikes = [(crossings(a, until), crossings(b, until)) for a, b in pairs]
    out = Distance(spikes=0 if by_v else sum(len(a) for a, _ in spikes))
    if by_v or not any(a or b for a, b in spikes):
        times = [until * i / POINTS for i in range(POINTS + 1)]
        out.far = max(abs(at(a, time) - at(b, time)) for a, b in pairs for time in times)
        out.difference = f"v differs by {out.far:.3g} mV" if out.far > FAR else ""
        return out
    for section, (a, b) in zip(sections, spikes, strict=True):
        if len(a) != len(b):
            out.difference = f"{section}: {len(a)} spikes in the first, {len(b)} in the second"
            return out
    out.late = max(abs(x - y) for a, b in spikes for x, y in zip(a, b, strict=True))
    out.difference = f"spikes differ by {out.late:.3g} ms" if out.late > LATEST else ""
    return out


def steps(run: dict) -> int:
    """Of the watched section with the most."""
    return max(len(trace["t"]) for trace in run["traces"])


def verdict(theirs: dict, ours: dict, by_v: bool) -> Distance:
    for who, run in (("NEURON", theirs), ("here", ours)):
        if "error" in run:
            return Distance(f"{who}: {run['error'].strip()[-600:]}")
        if not run.get("active"):
            return Distance(f"{who}: the variable step was not on")
    if theirs["local"] != ours["local"]:
        return Distance("local steps in one of both")
    return apart(theirs, ours, by_v)


def main() -> int:
    python = os.environ.get("RANVIER_NEURON_PYTHON")
    if not python:
        print("RANVIER_NEURON_PYTHON: name a Python that has NEURON 9.0.2", file=sys.stderr)
        return 2
    chosen = [entry for entry in sample(LIST) if not sys.argv[1:] or folder(entry).name in sys.argv[1:]]
    compared = [entry for entry in chosen if "excluded" not in entry]
    spiking = differing = 0
    row = "{:>8}  {:<44} {:>5} {:>6} {:>10} {:>11} {:>15} {:>13}"
    print(
        row.format(
            "model", "what is run", "steps", "spikes", "apart", "NEURON/10", "steps NRN/here", "s NRN/here"
        )
    )
    for entry in compared:
        bring(entry, None)
        nrnivmodl = [sys.executable, "-m", "ranvier", "nrnivmodl"]
        ours = outcome(entry, sys.executable, "ranvier", nrnivmodl, DRIVER)
        theirs = neuron(entry, python, DRIVER)
        found = verdict(theirs, ours, "by_v" in entry)
        tighter = neuron(entry, python, DRIVER, "10")
        itself = verdict(theirs, tighter, "by_v" in entry)
        differing += bool(found.difference)
        spiking += not found.difference and found.spikes > 0
        both = [run for run in (theirs, ours) if "error" not in run]
        cells = (
            entry["what"],
            "local" if theirs.get("local") else "one",
            found.spikes,
            str(found),
            str(itself) + ("!" if itself.difference else ""),
            " / ".join(str(steps(run)) for run in both),
            " / ".join(f"{run['seconds']:.1f}" for run in both),
        )
        print(row.format(folder(entry).name, *cells))
        if found.difference:
            print(f"          differs: {found.difference}")
        if itself.difference:
            print(f"          NEURON with a tenth of its tolerances: {itself.difference}")
        sys.stdout.flush()
    for entry in chosen:
        if "excluded" in entry:
            print(f"{folder(entry).name:>8}  not compared: {entry['excluded']}")
    print(
        f"{len(compared)} models compared, {differing} differ; {spiking} spike at the same times within {LATEST:g} ms"
    )
    return 1 if differing else 0


if __name__ == "__main__":
    sys.exit(main())
