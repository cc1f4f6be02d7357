# SPDX-License-Identifier: BSD-3-Clause
"""The variable step beside NEURON's: the same spikes, nearer the smaller the tolerance; about as many steps."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent / "variable"))

import variable_cases

HERE = Path(__file__).parent

RECORDED: dict[str, Any] = json.loads((HERE / "data" / "variable_step.json").read_text())["cases"]
#: Largest difference of a spike's time [ms], by absolute tolerance.
ALLOWED = {1e-3: 1e-2, 1e-5: 1e-3, 1e-8: 1e-5}
ONE = (
    "import sys, json; sys.path.insert(0, sys.argv[1]); import variable_cases; from ranvier import h;"
    "h.nrn_load_mod(str(variable_cases.MECHANISMS));"
    "print('RESULT ' + json.dumps([variable_cases.run(h, sys.argv[2], float(x)) for x in sys.argv[3:]]))"
)


def run(name: str) -> list[dict[str, Any]]:
    tolerances = [str(t) for t in variable_cases.TOLERANCES]
    done = subprocess.run(
        [sys.executable, "-c", ONE, str(HERE / "variable"), name, *tolerances],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    line = next(x for x in done.stdout.splitlines() if x.startswith("RESULT "))
    return list(json.loads(line.removeprefix("RESULT ")))


def test_all_cases_are_recorded() -> None:
    assert set(RECORDED) == set(variable_cases.CASES)
    assert len(RECORDED) >= 60


#: A case in which both integrators are farther from the truth at the smallest tolerance than is allowed between them.
KNOWN = {
    "ring_3_1.0_VsSyn": "at atol 1e-8 the last spike is 1.2e-5 ms late in NEURON, 2.6e-5 ms here (against 1e-12)"
}


@pytest.mark.parametrize(
    "name",
    [
        pytest.param(c, marks=pytest.mark.xfail(strict=True, reason=KNOWN[c])) if c in KNOWN else c
        for c in variable_cases.CASES
    ],
)
def test_spikes(name: str) -> None:
    worst = []
    for tolerance, got in zip(variable_cases.TOLERANCES, run(name), strict=True):
        want = RECORDED[name][str(tolerance)]
        assert [len(x) for x in got["spikes"]] == [len(x) for x in want["spikes"]], tolerance
        differences = [
            np.abs(np.subtract(a, b)).max() for a, b in zip(got["spikes"], want["spikes"], strict=True) if a
        ]
        worst.append(max(differences, default=0.0))
        assert worst[-1] <= ALLOWED[tolerance], (tolerance, worst)
