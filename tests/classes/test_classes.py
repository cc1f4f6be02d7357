# SPDX-License-Identifier: BSD-3-Clause
"""Every case of this folder gives what was recorded."""

import json

import pytest
from cases import FOLDER, agree, allowance, cases, outcome

import ranvier
from ranvier import _compat

NAMES = sorted(path.stem for path in FOLDER.glob("*.txt"))
ALL = [(name, case, tolerance) for name in NAMES for case, tolerance in cases(name)]
RECORDED = {name: json.loads((FOLDER / f"{name}.json").read_text())["cases"] for name in NAMES}
#: Where we do otherwise on purpose, by case: what we give instead.
INSTEAD = json.loads((FOLDER / "instead.json").read_text())


@pytest.mark.parametrize(("name", "case", "tolerance"), ALL, ids=[f"{n}: {c}" for n, c, _ in ALL])
def test_case(name, case, tolerance, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # a case may go elsewhere
    want = INSTEAD.get(case, RECORDED[name][case])
    h = ranvier.World().h
    if name.endswith("_8"):  # recorded from NEURON 8
        _compat.choose(h, "8")
    got = outcome(h, case, str(tmp_path))
    assert agree(want, got, allowance(want, tolerance)), (want, got)


def test_what_differs_on_purpose_does_differ():
    for case, instead in INSTEAD.items():
        recorded = next(RECORDED[name][case] for name in NAMES if case in RECORDED[name])
        assert not agree(recorded, instead, 0), case
