# SPDX-License-Identifier: BSD-3-Clause
"""Record the golden data from NEURON: ``python record.py [flows random large editing semantics nmodl]``.

Run by ``make golden`` in an environment of its own (tools/golden_env.sh); nothing else imports NEURON.
"""

from __future__ import annotations

import concurrent.futures
import os
import sys
from pathlib import Path
from typing import Any

import numpy as np

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE.parent), str(HERE)]

import editing  # noqa: E402
import flows  # noqa: E402
import golden  # noqa: E402
import measures  # noqa: E402
import mechanism_cases  # noqa: E402
import random_models  # noqa: E402
import semantics  # noqa: E402
import snippets  # noqa: E402

import build  # noqa: E402

REFERENCE = "neuron"
REFERENCE_VERSION = "9.0.2"


def header() -> dict[str, Any]:
    return {
        "recorded_from": f"NEURON {REFERENCE_VERSION}",
        "tolerance": golden.TOLERANCE_NOTE,
        "made_by": "tests/conformance/record/record.py (make golden)",
    }


def voltage_arrays(spec: dict[str, Any]) -> list[str]:
    """Names of the arrays of a result that are potentials."""
    names = [
        f"trace/{r['name']}" for r in spec.get("record", []) if r["of"][0] == "seg" and r["of"][-1] == "v"
    ]
    return names + spec.get("voltage_reads", [])


def perturbed(spec: dict[str, Any]) -> dict[str, Any]:
    """The same spec with its initial voltage changed by ``golden.PERTURBATION``."""
    settings = dict(spec.get("globals", {}))
    settings["v_init"] = settings.get("v_init", build.GLOBALS["v_init"]) + golden.PERTURBATION
    protocol = []
    for step in spec["protocol"]:
        with_v = step[0] == "finitialize" and len(step) > 1
        protocol.append(["finitialize", step[1] + golden.PERTURBATION] if with_v else step)
    return {**spec, "globals": settings, "protocol": protocol}


def record_spec(h: Any, case: dict[str, Any]) -> dict[str, np.ndarray]:
    """Run one spec twice; add to ``case`` what the test must know about its tolerance."""
    spec = case["spec"]
    want = build.run_spec(h, spec)
    if not all(np.isfinite(values).all() for values in want.values()):
        raise ValueError(f"{case['id']}: a value is not finite")
    other = build.run_spec(h, perturbed(spec))
    case["voltages"] = [name for name in voltage_arrays(spec) if name in want]
    moved = {name: effect(want[name], other[name]) for name in want}
    case["sensitive"] = any(
        moved[name] > golden.SENSITIVE
        for name in want
        if golden.is_voltage(name, case) or golden.is_time(name)
    )
    per_limit = golden.VOLTAGE_ABSOLUTE / golden.PERTURBATION
    case["tolerance"] = {
        name: float(f"{moved[name] * per_limit:.3g}")
        for name in want
        if not golden.is_voltage(name, case) and not golden.is_time(name) and not name.startswith("geometry/")
        if moved[name] > 0
    }
    return want


def effect(one: np.ndarray, other: np.ndarray) -> float:
    if one.shape != other.shape:
        return float("inf")
    return float(np.max(np.abs(one - other), initial=0.0))


def check_expected(case: dict[str, Any]) -> list[str]:
    """Compare what was recorded with the published numbers of the case."""
    wrong = []
    for name, (value, digits) in case.get("expect", {}).items():
        got = case["scalars"][name]
        if not abs(got - value) <= 10.0**-digits + abs(value) * 1e-12:
            wrong.append(f"{case['id']}: {name} is {got!r}, published {value}")
    return wrong


def record_flows(h: Any) -> list[str]:
    cases, arrays, notes = [], {}, []
    for case in flows.cases():
        if "search" in case:
            case["scalars"] = {"threshold": measures.find_threshold(h, case)}
        else:
            want = record_spec(h, case)
            case["scalars"] = {name: measures.evaluate(want, m) for name, m in case["measures"].items()}
            arrays |= {f"{case['id']}|{name}": values for name, values in want.items()}
        notes += check_expected(case)
        cases.append(case)
    golden.write("flows", header(), cases, arrays)
    return notes


def record_plain(h: Any, name: str, cases: list[dict[str, Any]]) -> list[str]:
    arrays, notes = {}, []
    for case in cases:
        want = record_spec(h, case)
        if case["sensitive"]:
            notes.append(f"{case['id']} is sensitive")
        arrays |= {f"{case['id']}|{key}": values for key, values in want.items()}
    golden.write(name, header(), cases, arrays)
    return notes


def record_semantics() -> list[str]:
    cases, notes = [], []
    server = semantics.Server(REFERENCE)
    for name, code in snippets.all_snippets():
        outcome = server.run(code)
        if "died" in outcome:
            raise RuntimeError(f"{name}: the process ended with {outcome}")
        if "raises" in outcome:
            notes.append(f"{name} raises {outcome['raises']}: {outcome['text']}")
        cases.append({"id": name, "code": code, "outcome": {k: v for k, v in outcome.items() if k != "text"}})
    server.close()
    golden.write("semantics", header(), cases, {})
    return notes


def record_mechanisms() -> list[str]:
    """The NMODL cases; ``RANVIER_CASES`` names a few of them."""
    notes = []
    chosen = os.environ.get("RANVIER_CASES", "").split()
    folders = [folder for of_set in mechanism_cases.TOLERANCES for folder in mechanism_cases.folders(of_set)]
    folders = [folder for folder in folders if not chosen or folder.name in chosen]
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        list(pool.map(mechanism_cases.compiled, folders))
    server = semantics.Server(REFERENCE)
    for folder in folders:
        outcome = server.run(mechanism_cases.snippet(REFERENCE, folder))
        if "value" in outcome:
            mechanism_cases.write_golden(folder, f"NEURON {REFERENCE_VERSION}", outcome["value"])
        else:
            notes.append(f"{folder.name}: {outcome}")
    server.close()
    return notes


def main(wanted: list[str]) -> int:
    h = build.load_interface(REFERENCE)
    version = h.nrnversion(5)
    if version != REFERENCE_VERSION:
        print(f"this is NEURON {version}; the golden data come from {REFERENCE_VERSION}", file=sys.stderr)
        return 1
    golden.FOLDER.mkdir(exist_ok=True)
    everything = {
        "flows": lambda: record_flows(h),
        "random": lambda: record_plain(h, "random", random_models.cases()),
        "large": lambda: record_plain(h, "large", random_models.large()),
        "editing": lambda: record_plain(h, "editing", editing.cases()),
        "semantics": record_semantics,
        "nmodl": record_mechanisms,
    }
    for name in wanted or everything:
        notes = everything[name]()
        print(f"{name}: recorded; {len(notes)} notes")
        for note in notes:
            print(f"  {note}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
