# SPDX-License-Identifier: BSD-3-Clause
"""Time Ranvier beside NEURON, CoreNEURON and Arbor: ``python bench/run.py`` (or ``make bench``).

Each workload runs on the peers in turn, several rounds, each run in a process of its own on one core. Before a ratio is
printed, the workload must have computed the same on both. Figures are medians of CPU time; only ratios mean much.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import environments
import measuring

HERE = Path(__file__).resolve().parent
MECHANISM = HERE / "mod" / "hhcopy.mod"
CHANNELS = HERE / "mod" / "channels"
#: What must agree between Ranvier and NEURON: times [ms] and voltages [mV]; spikes may come one rounding later.
TIME_TOLERANCE = 1e-9
VALUE_TOLERANCE = 1e-6
#: Arbor has another discretisation and interpolates thresholds: same spikes, at times alike within this part.
ARBOR_TOLERANCE = 0.02


@dataclass
class Runner:
    """A package and the interpreter that has it."""

    label: str
    package: str
    python: Path


@dataclass
class Workload:
    """One script with its arguments; ``goal`` is Ranvier's target: (figure, ratio or limit, is it a ratio)."""

    name: str
    script: str
    arguments: list[str] = field(default_factory=list)
    quick: list[str] = field(default_factory=list)
    peers: tuple[str, ...] = ("neuron",)
    needs_mechanism: bool = False
    needs_channels: bool = False
    compiles: str = ""  # "hnn-core", or a file of mod/channels
    needs_hnn: bool = False  # hnn-core, in environments of its own
    goals: dict[str, str] = field(default_factory=dict)


STEP = "ns a compartment-step"
WORKLOADS = [
    Workload("ring 64 4 5", "ring.py", [], ["--tstop", "30"], goals={STEP: "6x"}),
    Workload(
        "ring, all different", "ring.py", [], ["--tstop", "30"], needs_mechanism=True, goals={STEP: "3.5x"}
    ),
    Workload("ring, exact rates", "ring.py", ["--exact"], ["--tstop", "30"], peers=("arbor",)),
    Workload("axon nseg 43", "axon.py", ["--nseg", "43", "--tstop", "2000"], ["--tstop", "200"]),
    Workload(
        "axon nseg 1001",
        "axon.py",
        ["--nseg", "1001", "--tstop", "200"],
        ["--tstop", "20"],
        goals={STEP: "3.5x"},
    ),
    Workload(
        "variable step, axon nseg 1001",
        "variable.py",
        [],
        ["--tstop", "20"],
        goals={"ms CPU a ms": "2x"},
    ),
    Workload(
        "variable step, channels",
        "variable.py",
        ["--model", "cell"],
        ["--tstop", "50"],
        needs_channels=True,
        goals={"ms CPU a ms": "2x"},
    ),
    Workload(
        "one compartment",
        "one_compartment.py",
        [],
        ["--tstop", "200"],
        goals={"run, us a step": "0.2", "psolve, us a step": "0.2", "fadvance and a read, us a step": "1x"},
    ),
    Workload(
        "channels, one cell",
        "channels.py",
        ["--cells", "1", "--tstop", "1000"],
        ["--tstop", "100"],
        peers=("neuron", "coreneuron"),
        needs_channels=True,
    ),
    Workload(
        "channels, 64 cells",
        "channels.py",
        ["--cells", "64"],
        ["--tstop", "20"],
        peers=("neuron", "coreneuron"),
        needs_channels=True,
        goals={STEP: "6x"},
    ),
    Workload(
        "compile hnn-core",
        "compiling.py",
        compiles="hnn-core",
        goals={
            "cold, s": "0.5",
            "cached, s": "0.03",
            "cold, all compiled, s": "0.5",
            "cached, all compiled, s": "0.03",
        },
    ),
    Workload(
        "compile a channel",
        "compiling.py",
        compiles="na.mod",
        goals={"cold, s": "0.05", "cold, all compiled, s": "0.05"},
    ),
    Workload(
        "events",
        "events.py",
        [],
        ["--cells", "400", "--tstop", "200"],
        goals={"ns an event": "3x", "us a NetCon": "1x"},
    ),
    Workload(
        "a million NetCons",
        "many.py",
        [],
        ["--count", "100000"],
        goals={"connecting, s": "1"},
    ),
    Workload(
        "hnn-core evoked",
        "hnn.py",
        [],
        ["--tstop", "30"],
        peers=("neuron8",),
        needs_hnn=True,
        goals={"stepping, s": "6x", "simulate_dipole, s": "4x"},
    ),
    Workload(
        "hoc",
        "hoc.py",
        [],
        ["--part", "0.1"],
        goals={
            "loop, ns a turn": "5x",
            "local loop, ns a turn": "5x",
            "func, ns a call": "5x",
            "proc, ns a call": "5x",
            "method, ns a call": "5x",
            "member, ns a read": "5x",
            "sprint, ns a text": "5x",
            "NetCon, us": "3x",
        },
    ),
    Workload(
        "from Python",
        "interface.py",
        [],
        ["--part", "0.1"],
        goals={
            "seg.hh.gnabar = x, us": "0.2",
            "seg.hh.gnabar, us": "1.5x",
            "seg.gnabar_hh = x, us": "1.5x",
            "vector[i], us": "1.5x",
            "vector[i] = x, us": "1.5x",
            "cell of 10 sections, us": "1.5x",
        },
    ),
    Workload("memory", "memory.py", [], ["--sections", "400"], goals={"bytes a compartment": "400"}),
    Workload("import", "imports", goals={"import, s": "0.1"}),
]


def sources_of(name: str) -> Path:
    """The files of a workload that compiles."""
    return environments.hnn_core_mechanisms() if name == "hnn-core" else CHANNELS / name


def run_script(runner: Runner, workload: Workload, quick: bool) -> dict[str, Any]:
    """Run a workload once and return what it reported."""
    script, arguments = workload.script, list(workload.arguments)
    if quick:
        arguments += workload.quick
    if runner.package == "arbor":
        script = "ring_arbor.py"
        arguments = [a for a in arguments if a != "--exact"]
    else:
        arguments.insert(0, runner.package)
    if workload.needs_mechanism:
        path = MECHANISM
        if runner.package == "neuron":
            path = environments.compiled_mechanisms(runner.python, MECHANISM)
        arguments += ["--hard", str(path)]
    settings = dict(os.environ)
    if workload.needs_channels:
        path = CHANNELS
        if runner.package == "neuron":
            path = environments.compiled_mechanisms(runner.python, CHANNELS, coreneuron=True)
            settings["CORENEURONLIB"] = str(path.with_name("libcorenrnmech.so"))
        arguments += ["--mechanisms", str(path)]
        if runner.label == "CoreNEURON":
            arguments.append("--coreneuron")
    if workload.compiles:
        arguments += ["--mechanisms", str(sources_of(workload.compiles))]
    command = [str(runner.python), str(HERE / script), *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=settings)
    lines = [line for line in done.stdout.splitlines() if line.startswith(measuring.MARK)]
    if done.returncode or not lines:
        raise RuntimeError(
            f"{workload.name} on {runner.label} failed:\n{done.stdout[-2000:]}{done.stderr[-4000:]}"
        )
    return measuring.result_of(lines[-1])


def run_import(runner: Runner) -> dict[str, Any]:
    """CPU and wall time of a process that only imports the package, less those of one that imports nothing."""

    def spent(code: str) -> tuple[float, float]:
        start = time.perf_counter()
        child = subprocess.Popen([str(runner.python), "-c", code], stderr=subprocess.DEVNULL)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        if child.returncode:
            raise RuntimeError(f"import of {runner.package} failed in {runner.python}")
        return usage.ru_utime + usage.ru_stime, time.perf_counter() - start

    nothing = [spent("pass") for _ in range(5)]
    something = [spent(f"import {runner.package}") for _ in range(5)]
    cpu = statistics.median(c for c, _ in something) - statistics.median(c for c, _ in nothing)
    wall = statistics.median(w for _, w in something) - statistics.median(w for _, w in nothing)
    return {"cost": {"import, s": cpu, "import, wall s": wall}, "check": {}}


def difference(one: dict[str, Any], other: dict[str, Any], loose: bool) -> tuple[bool, str]:
    """Whether two runs computed the same, and in words by how much they differ."""
    said, good = [], True
    for name, ours in one.items():
        a, b = ours, other.get(name)
        if b is None:
            continue
        if loose and name in ("spike times", "spiking cells"):
            # A train that is faster within the tolerance fits a few more spikes in before the end.
            common = min(len(a), len(b))
            if max(len(a), len(b)) - common > ARBOR_TOLERANCE * common:
                return False, f"{name}: {len(a)} against {len(b)}"
            a, b = a[:common], b[:common]
        if len(a) != len(b):
            return False, f"{name}: {len(a)} against {len(b)}"
        apart = [abs(x - y) for x, y in zip(a, b, strict=True)]
        limit = TIME_TOLERANCE if name in ("t", "spike times") else VALUE_TOLERANCE
        if loose and name == "spike times":
            limit = ARBOR_TOLERANCE * max(a, default=0.0)
        # Each by itself: a NaN must not hide behind a maximum.
        good = good and all(d <= limit for d in apart)
        said.append(f"{len(a)} {name} within {max(apart, default=0.0):.2g}")
    return good, ", ".join(said) or "nothing to compare"


@dataclass
class Figure:
    """One line of the table."""

    workload: str
    figure: str
    ours: float
    peer: str
    theirs: float
    goal: str
    same: bool
    note: str

    @property
    def ratio(self) -> float:
        return self.theirs / self.ours if self.ours else float("inf")

    def reached(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        if not self.goal:
            return None
        if self.goal.endswith("x"):
            return self.ratio >= float(self.goal[:-1])
        return self.ours <= float(self.goal)

    def line(self) -> str:
        verdict = {None: "", True: "reached", False: "MISSED"}[self.reached()]
        goal = f"goal {self.goal}" if self.goal else ""
        return (
            f"{self.workload:20} {self.figure:32} {self.ours:10.4g} {self.peer:>10} {self.theirs:10.4g} "
            f"{self.ratio:7.2f}x  {goal:10} {verdict:8}{'' if self.same else ' NOT THE SAME'}"
        ).rstrip()


def compare(workload: Workload, ours: Runner, peer: Runner, options: argparse.Namespace) -> list[Figure]:
    """Alternate the two packages and give a line for each figure both report."""

    def run(runner: Runner) -> dict[str, Any]:
        return (
            run_import(runner)
            if workload.script == "imports"
            else run_script(runner, workload, options.quick)
        )

    results: dict[str, list[dict[str, Any]]] = {"ours": [], "theirs": []}
    for i in range(options.rounds):
        # Who goes first changes from round to round, so that a warming or busy machine favours neither.
        for side in ("ours", "theirs") if i % 2 == 0 else ("theirs", "ours"):
            results[side].append(run(ours if side == "ours" else peer))
    loose = peer.package == "arbor"
    same, note = difference(results["ours"][0]["check"], results["theirs"][0]["check"], loose)
    print(f"{workload.name} beside {peer.label}: {'same' if same else 'NOT THE SAME'} ({note})", flush=True)

    def median(side: str, name: str) -> float:
        return statistics.median(r["cost"][name] for r in results[side])

    names = [name for name in results["ours"][0]["cost"] if name in results["theirs"][0]["cost"]]
    return [
        Figure(
            workload.name,
            name,
            median("ours", name),
            peer.label,
            median("theirs", name),
            workload.goals.get(name, "") if peer.label.lower() == workload.peers[0] else "",
            same,
            note,
        )
        for name in names
    ]


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--only", nargs="*", default=[], metavar="TEXT", help="workloads whose name contains TEXT"
    )
    parser.add_argument("--quick", action="store_true", help="short runs, to see that everything works")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there too")
    parser.add_argument(
        "--python", type=Path, default=Path(sys.executable), help="interpreter that has Ranvier"
    )
    parser.add_argument("--package", default="ranvier", help="what to time against the peers")
    options = parser.parse_args()
    ours = Runner(
        "Ranvier" if options.package == "ranvier" else options.package, options.package, options.python
    )
    # A peer's label, and its environment: CoreNEURON comes with NEURON.
    labels = {
        "neuron": ("NEURON", "neuron"),
        "coreneuron": ("CoreNEURON", "neuron"),
        "arbor": ("Arbor", "arbor"),
        "neuron8": ("NEURON 8", "neuron8"),
    }
    chosen = [w for w in WORKLOADS if not options.only or any(text in w.name for text in options.only)]
    figures: list[Figure] = []
    for workload in chosen:
        for peer in workload.peers:
            label, package = labels[peer]
            runner = Runner(label, package, environments.python_of(package))
            here = ours
            if workload.needs_hnn and ours.package == "ranvier":
                here = Runner(ours.label, ours.package, environments.hnn_python())
            figures += compare(workload, here, runner, options)
    print(f"\n{'workload':20} {'figure':32} {ours.label:>10} {'peer':>10} {'cost':>10} {'peer/ours':>8}")
    for figure in figures:
        print(figure.line())
    if options.json:
        rows = [{**vars(f), "ratio": f.ratio, "reached": f.reached()} for f in figures]
        options.json.write_text(
            json.dumps({"rounds": options.rounds, "quick": options.quick, "figures": rows}, indent=1)
        )
    return 0 if all(f.same for f in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
