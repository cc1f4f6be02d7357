# SPDX-License-Identifier: BSD-3-Clause
"""hoc programs about sections, mechanisms and runs print what they print in NEURON 9.0.2 (tests/hoc/world)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import ranvier

FOLDER = Path(__file__).parents[1] / "hoc" / "world"
# Title -> why it is not the same.
DIFFERS = {"sections: psection is accepted": "psection prints nothing in hoc yet"}


def cases():
    for path in sorted(FOLDER.glob("*.txt")):
        for case in re.split(r"^=== ", path.read_text(), flags=re.M)[1:]:
            title, _, rest = case.partition("\n")
            program, _, expected = rest.partition("---\n")
            name = f"{path.stem}: {title}"
            marks = [pytest.mark.xfail(reason=DIFFERS[name], strict=True)] if name in DIFFERS else []
            yield pytest.param(program, expected.rstrip("\n"), id=name, marks=marks)


@pytest.mark.parametrize("program, expected", list(cases()))
def test_prints_what_neuron_prints(program, expected, capsys, tmp_path, monkeypatch):
    file = tmp_path / "case.hoc"
    file.write_text(program)
    monkeypatch.chdir(tmp_path)
    h = ranvier.World().h
    ended = ""
    try:
        h.xopen("case.hoc")
    except ranvier.Error as error:
        ended = f"error\n{error}"
    printed = capsys.readouterr().out
    if expected.endswith("error"):
        assert ended, "NEURON refuses this"
        printed += "error"
        ended = ""
    assert not ended, printed + ended
    assert printed.rstrip("\n") == expected
