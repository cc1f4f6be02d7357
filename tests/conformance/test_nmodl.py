# SPDX-License-Identifier: BSD-3-Clause
"""NMODL's meaning: every case of ``nmodl/`` on each back end, in a process of its own, against NEURON's numbers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parent))

import mechanism_cases
import semantics

import build

PACKAGE = build.package_name()
BACKENDS = ["interpreter", "lanes"] if PACKAGE == "ranvier" else ["native"]
EXACT = os.environ.get("RANVIER_CONFORMANCE_EXACT") == "1"

Check = Callable[[Path], list[str]]


@pytest.fixture(scope="module", params=BACKENDS)
def check(request: pytest.FixtureRequest) -> Iterator[Check]:
    """Run a case on one back end and say where it differs from its golden numbers."""
    # The same directory for relative paths and caches: only the back end differs.
    server = semantics.Server(PACKAGE, {"RANVIER_BACKEND": request.param})

    def differences(folder: Path) -> list[str]:
        golden = mechanism_cases.golden(folder)
        got = server.run(mechanism_cases.snippet(PACKAGE, folder))
        if "value" not in got:
            return [str(got.get("text") or got)]
        values = {name: value for name, value in got["value"].items() if name not in ("rtol", "atol")}
        rtol, atol = (0.0, 0.0) if EXACT else (golden["rtol"], golden["atol"])
        return mechanism_cases.disagreements(golden["values"], values, rtol, atol)

    yield differences
    server.close()


def parametrised(of_set: str) -> Any:
    found = [pytest.param(folder, id=folder.name) for folder in mechanism_cases.folders(of_set)]
    return pytest.mark.parametrize("folder", found)


def judge(check: Check, folder: Path) -> None:
    differences = check(folder)
    assert not differences, "\n".join(differences[:20])


@parametrised("reference")
def test_reference(check: Check, folder: Path) -> None:
    judge(check, folder)


@parametrised("corners")
def test_corner(check: Check, folder: Path) -> None:
    judge(check, folder)
