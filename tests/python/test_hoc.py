# SPDX-License-Identifier: BSD-3-Clause
"""hoc programs about sections, mechanisms and runs print what they print in NEURON 9.0.2 (tests/hoc/world)."""

from __future__ import annotations

import os
import re
import signal
import threading
from pathlib import Path
from typing import Any

import pytest

import ranvier

FOLDER = Path(__file__).parents[1] / "hoc" / "world"
# Title -> why it is not the same.
DIFFERS: dict[str, str] = {}


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
    assert numbered_anew(printed.rstrip("\n")) == numbered_anew(expected)


def numbered_anew(text: str) -> str:
    """Objects that belong to no world are counted through the process: here in the order in which they are named."""
    seen: dict[str, int] = {}

    def number(found: re.Match[str]) -> str:
        return f"{found[1]}[#{seen.setdefault(found[0], len(seen))}]"

    return re.sub(r"\b(Vector|Matrix|Random|PythonObject)\[\d+\]", number, text)


CELL = """
begintemplate Cell
public soma, dend, name, count, weight, partner, describe, twice
create soma, dend[3]
strdef name
objref partner
double weight[4]
proc init() {
  name = $s1
  count = $2
  dend[1].L = 17
}
proc describe() { print name, count }
func twice() { return 2*$1 }
endtemplate Cell
"""


def test_templates_from_python(h, capsys):
    h(CELL)
    cell = h.Cell("basket", 3)
    assert repr(cell) == "Cell[0]" and h.Cell[0].same(cell) and len(h.Cell) == 1
    assert (cell.name, cell.count, cell.twice(4)) == ("basket", 3, 8)
    cell.count = 5
    cell.describe()
    assert capsys.readouterr().out == "basket5 \n"
    assert cell.soma.name() == "Cell[0].soma" and [d.L for d in cell.dend] == [100, 17, 100]
    cell.weight[2] = 0.5
    assert list(cell.weight) == [0, 0, 0.5, 0] and cell.weight[-2] == 0.5
    cell.partner = h.Vector([1, 2])
    assert list(cell.partner) == [1, 2]
    with pytest.raises(AttributeError, match="public"):
        _ = cell.secret
    with pytest.raises(IndexError):
        _ = h.Cell[7]


def test_names_of_hoc_from_python(h):
    h('x = 3\ndouble a[2][3]\nstrdef s\ns = "abc"\nobjref o\nfunc f() { return $1 + x }')
    assert (h.x, h.s, h.f(4)) == (3, "abc", 7)
    h.x = 5
    h.a[1][2] = 8
    h.s = "de"
    h("x = x + a[1][2]")
    assert h.x == 13 and h.s == "de" and len(h.a) == 2 and len(h.a[0]) == 3
    reference = h._ref_x
    reference[0] = 2
    assert h.x == 2 and "x" in dir(h)
    with pytest.raises(ranvier.Error, match=r"undefined|not defined|is not|no such"):
        h("print nobody_knows_this + 1")


def test_python_objects_in_hoc(h):
    section = h.Section(name="soma")
    h("objref clamp, stim, nc, syn\nclamp = new IClamp(0.5)\nclamp.amp = 2")
    clamp = h.clamp
    assert isinstance(clamp, h.IClamp) and clamp.amp == 2 and clamp.get_segment().sec == section
    h(
        "stim = new NetStim()\nsyn = new ExpSyn(0.5)\nnc = new NetCon(stim, syn)\nnc.weight = 0.5\nnc.delay = 3"
    )
    assert (h.nc.weight[0], h.nc.delay) == (0.5, 3) and h.nc.syn() == h.syn
    del clamp
    h("objref clamp")
    assert len(section(0.5).point_processes()) == 1


def test_what_a_model_replaces_is_used(h):
    h.Section(name="soma")
    h.load_file("stdrun.hoc")
    h("n = 0\nproc advance() { n += 1  fadvance() }\nproc init() { finitialize(-50) n = 0 }")
    h.tstop = 1
    h.run()
    assert h.n == 40 and h.t == pytest.approx(1)


@pytest.mark.parametrize(
    "program",
    ["proc f() { f() }\nf()", "double huge[1e12]", 'print "open', "soma.L = 3", "{ { {"],
)
def test_mistakes_leave_all_in_order(h, program):
    with pytest.raises(ranvier.Error):
        h(program)
    h("still = 1")
    assert h.still == 1


def test_quit_in_a_template_ends_the_program(h):
    h("begintemplate Q\npublic f\nproc f() { quit(3) }\nendtemplate Q\nobjref q\nq = new Q()")
    with pytest.raises(SystemExit) as ended:
        h.q.f()
    assert ended.value.code == 3


def test_a_loop_lets_other_threads_run(h):
    timer = threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        h("while (1) { x = 1 }")
    h("still = 1")
    assert h.still == 1


def test_bytes_that_are_no_text(h, tmp_path):
    file = tmp_path / "noise.hoc"
    file.write_bytes(bytes(range(256)) * 4)
    with pytest.raises(ranvier.Error, match="syntax error"):
        h.xopen(str(file))
    h("still = 1")
    assert h.still == 1


def test_a_template_with_objects_is_not_defined_again(h):
    template = "begintemplate TT\npublic f\nfunc f() { return %d }\nendtemplate TT\n"
    h(template % 1)
    h(template % 2)  # nobody has one yet
    kept = h.TT()
    with pytest.raises(ranvier.HocError, match=r"has objects \(TT\[0\]\) and cannot be defined again"):
        h(template % 3)
    assert kept.f() == 2 and h.TT().f() == 2
    h("x = 1")  # and the program goes on at top level
    assert h.x == 1


@pytest.mark.parametrize("name", ["ref", "cas", "allsec", "nrn_load_mod", "same"])
def test_names_of_python_alone_are_free_for_programs(h: Any, name: str) -> None:
    h(f"{name} = 3")
    h(f"seen_ = {name} + 1")
    assert h.seen_ == 4
    assert getattr(h, name) == 3  # as in NEURON


def test_execute_with_a_mistake_does_nothing(h: Any) -> None:
    h("seen_ = 1")
    with pytest.raises(ranvier.HocError):
        h.execute("seen_ = 2\nother_ = = 3")
    assert h.seen_ == 1
