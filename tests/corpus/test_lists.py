# SPDX-License-Identifier: BSD-3-Clause
"""The lists of the corpus agree with each other; the programs beside them need files that are not here."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

from exceptions import listed  # noqa: E402
from facts import facts  # noqa: E402
from fetch import sample  # noqa: E402


def test_the_sample_is_large_and_mixed() -> None:
    entries = sample()
    assert len(entries) >= 400
    assert len({e["sha256"] for e in entries}) == len(entries)
    of_repository = Counter(e["repository"] for e in entries)
    assert len(of_repository) >= 60
    assert max(of_repository.values()) <= 12


def test_every_exception_is_a_file_of_the_sample_with_a_cause() -> None:
    paths = {e["sha256"][:12]: f"{e['repository']} {e['path']}" for e in sample()}
    entries = json.loads((HERE / "exceptions.json").read_text())
    for entry in entries:
        assert paths[entry["sha256"]] == entry["path"]
        assert entry["check"] in ("lower", "run", "compare", "backends")
        assert len(entry["cause"]) > 20
    assert len(listed({"lower"})) <= 0.005 * len(paths)
    assert len(listed({"lower", "run"})) <= 0.05 * len(paths)


def test_facts_of_a_file(tmp_path: Path) -> None:
    file = tmp_path / "x.mod"
    file.write_text(
        "NEURON { POINT_PROCESS Probe USEION ca READ cai NONSPECIFIC_CURRENT i POINTER p, unused RANGE a }\n"
        "COMMENT STATE { no } ENDCOMMENT\nDEFINE N 2\nPARAMETER { a = 1 }\nASSIGNED { p unused i }\nSTATE { s c[N] }\n"
        "FUNCTION_TABLE f(v (mV), x) (ms)\nBREAKPOINT { i = p*a }\nNET_RECEIVE(w (uS), u) { s = s + w }\n"
        "PROCEDURE setVec() {\nVERBATIM\n  keep = vector_arg(1);\nENDVERBATIM\n}\n"
    )
    found = facts(file)
    assert (found.name, found.kind, found.weights) == ("Probe", "POINT_PROCESS", 2)
    assert found.pointers == ["p"]
    assert found.states == ["s", "c[0]", "c[1]"]
    assert (found.currents, found.ions, found.tables) == (["i"], ["ca"], {"f": 2})
    assert found.vector_setters == ["setVec"]
    assert found.has_c
