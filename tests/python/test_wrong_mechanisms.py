# SPDX-License-Identifier: BSD-3-Clause
"""Wrong .mod files, and mechanisms that go wrong: a clean error says what, where, what is allowed; then all works."""

from __future__ import annotations

import math
import os
import random
import re
import subprocess

import pytest

import ranvier

GOOD = """NEURON { SUFFIX b
 NONSPECIFIC_CURRENT i
 RANGE g, e
}
PARAMETER { g = 0.001 (S/cm2)  e = -65 (mV) }
ASSIGNED { v (mV) i (mA/cm2) }
BREAKPOINT { i = g*(v - e) }
"""

# what is put in the place of what, and what the error must say
REFUSED = {
    "a missing brace": (
        "BREAKPOINT { i = g*(v - e) }",
        "BREAKPOINT { i = g*(v - e)",
        r"b\.mod:8:1: error: expected '}' but found the end.*BREAKPOINT, opened in line 7",
    ),
    "a brace too many": ("g*(v - e) }", "g*(v - e) } }", r"b\.mod:7:30: error"),
    "an undefined variable": (
        "g*(v - e)",
        "g*(v - e)*nosuchvar",
        r"b\.mod:7:28: error: 'nosuchvar' is not declared",
    ),
    "a near name": ("g*(v - e)", "g*(v - e)*gg", r"'gg' is not declared.*did you mean g"),
    "SOLVE of what does not exist": (
        "BREAKPOINT {",
        "STATE { m }\nBREAKPOINT { SOLVE nob METHOD cnexp\n",
        r"b\.mod:8:20: error: there is no block 'nob' to SOLVE",
    ),
    "an unknown METHOD": (
        "BREAKPOINT {",
        "STATE { m }\nDERIVATIVE st { m' = -m }\nBREAKPOINT { SOLVE st METHOD magic\n",
        r"b\.mod:9:30: error: there is no METHOD 'magic'",
    ),
    "two definitions": (
        "ASSIGNED {",
        "FUNCTION g(x) { g = x }\nASSIGNED {",
        r"'g' is .*PARAMETER|'g' .*declared",
    ),
    "a division by a constant zero": ("g*(v - e)", "g*(v - e)/0", r"b\.mod:7:\d+: error: .*zero"),
    "an index that is outside": (
        "i = g*(v - e)",
        "i = g*(v - e) + w[3]",
        r"b\.mod:7:\d+: error: the index 3 is outside 'w'.*0 to 2",
    ),
    "FUNCTIONs that call each other for ever": (
        "BREAKPOINT {",
        "FUNCTION f(x) { f = h(x) }\nFUNCTION h(x) { h = f(x) }\nBREAKPOINT {",
        r"b\.mod:[78]:\d+: error",
    ),
    "an ion used twice": (
        "NONSPECIFIC_CURRENT i",
        "NONSPECIFIC_CURRENT i USEION na READ ena USEION na READ ina",
        r"b\.mod:2:\d+: error: .*'na'",
    ),
    "an ion's current written and not": (
        "NONSPECIFIC_CURRENT i",
        "NONSPECIFIC_CURRENT i USEION na WRITE nax",
        r"b\.mod:2:\d+: error: .*'nax'",
    ),
    "C that is none": (
        "BREAKPOINT {",
        "BREAKPOINT {\nVERBATIM\n  this is not C;\nENDVERBATIM\n",
        r"b\.mod:9:3: error: in C",
    ),
}


def runs_as_ever(h):
    section = h.Section(name="after")
    section.L = section.diam = 20
    section.insert("hh")
    stimulus = h.IClamp(section(0.5))
    stimulus.delay, stimulus.dur, stimulus.amp = 2, 1, 0.5
    v = h.Vector().record(section(0.5)._ref_v)
    h.finitialize(-65)
    while h.t < 9.99:
        h.fadvance()
    assert v.max() == pytest.approx(40.8630, abs=0.01)


def load(h, folder, text, name="b"):
    file = folder / f"{name}.mod"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    h.nrn_load_mod(str(folder))


@pytest.mark.parametrize(
    "case", [pytest.param(c, marks=pytest.mark.needs_clang) if c.startswith("C ") else c for c in REFUSED]
)
def test_refused(h, tmp_path, case):
    old, new, says = REFUSED[case]
    text = GOOD.replace(old, new)
    if "w[3]" in new:
        text = text.replace("ASSIGNED {", "ASSIGNED { w[3]")
    assert text != GOOD
    with pytest.raises(ranvier.CompileError) as error:
        load(h, tmp_path, text)
    message = str(error.value)
    assert re.search(says, message, re.DOTALL), message
    assert "^" in message
    with pytest.raises(ValueError, match="b"):
        h.Section(name="s").insert("b")
    load(h, tmp_path, GOOD)
    runs_as_ever(h)


def test_a_file_that_ends_anywhere(h, tmp_path):
    text = (
        GOOD
        + "STATE { m }\nDERIVATIVE d { m' = -m }\nFUNCTION f(x (mV)) { LOCAL a[2]  a[0] = x  f = a[0] }\n"
    )
    refused = 0
    for end in range(0, len(text), 7):
        try:
            load(h, tmp_path, text[:end])
        except ranvier.CompileError as error:
            refused += 1
            assert "b.mod:" in str(error)
    assert refused > 20
    runs_as_ever(h)


@pytest.mark.parametrize("text", [b"", bytes(random.Random(5).randrange(256) for _ in range(2000))])
def test_no_text_at_all(h, tmp_path, text):
    with pytest.raises(ranvier.CompileError, match=r"b\.mod:1:1: error"):
        load(h, tmp_path, text)
    runs_as_ever(h)


def test_the_same_twice_and_a_name_that_is_taken(h, tmp_path):
    load(h, tmp_path, GOOD)
    load(h, tmp_path, GOOD)
    (tmp_path / "other").mkdir()
    with pytest.raises(ranvier.Error, match="hh.*already there"):
        load(h, tmp_path / "other", GOOD.replace("SUFFIX b", "SUFFIX hh"), "hh")
    runs_as_ever(h)


def test_units_that_disagree_are_a_warning(h, tmp_path):
    load(h, tmp_path, GOOD.replace("(mA/cm2)", "(degC)"))
    runs_as_ever(h)


def test_a_fault_in_c(h, tmp_path):
    block = "BREAKPOINT {\nVERBATIM\n  *(volatile int*)0 = 1;\nENDVERBATIM\n"
    load(h, tmp_path, GOOD.replace("BREAKPOINT {", block))
    section = h.Section(name="s")
    section.insert("b")
    with pytest.raises(ranvier.Error, match=r"s\(0\.5\)\.b: .*SIGSEGV.*b\.mod:8"):
        h.finitialize(-65)
    h.delete_section(sec=section)
    runs_as_ever(h)


POINTS_TO = """NEURON { POINT_PROCESS pp
 POINTER vo
 NONSPECIFIC_CURRENT i
}
ASSIGNED { v (mV) vo (mV) i (nA) }
BREAKPOINT { i = 0.001*(v - vo) }
"""


def test_pointers_to_nothing(h, tmp_path):
    load(h, tmp_path, POINTS_TO, "pp")
    soma, other = h.Section(name="soma"), h.Section(name="other")
    point = h.pp(soma(0.5))
    with pytest.raises(
        ranvier.Error, match=r"pp\[0\].*soma\(0\.5\).*'vo' points to nothing.*setpointer.*pp\.mod:6"
    ):
        h.finitialize(-65)
    h.setpointer(other(0.5)._ref_v, "vo", point)
    h.finitialize(-65)
    h.delete_section(sec=other)
    with pytest.raises(ranvier.Error, match=r"'vo' points to nothing.*other\(0\.5\)\.v, which was deleted"):
        h.continuerun(1)
    stimulus = h.IClamp(soma(0.5))
    with pytest.raises(ranvier.Error, match="no POINTER of this name.*nosuch"):
        h.setpointer(soma(0.5)._ref_v, "nosuch", stimulus)
    h.delete_section(sec=soma)
    runs_as_ever(h)


def test_numbers_that_are_none(h, tmp_path):
    load(h, tmp_path, GOOD.replace("g*(v - e)", "g*(v - e)/(e - e)"))
    section = h.Section(name="s")
    section.insert("b")
    with pytest.raises(ranvier.Error, match=r"s\(0\.5\): v stopped being finite.*t = 0\.025 ms"):
        h.finitialize(-65)
        h.continuerun(1)
    h.delete_section(sec=section)
    runs_as_ever(h)


def test_a_computed_index_out_of_range_touches_nothing(h, tmp_path):
    text = GOOD.replace("ASSIGNED {", "ASSIGNED { w[3]").replace("RANGE g, e", "RANGE g, e, w, n")
    text = text.replace("PARAMETER {", "PARAMETER { n = 1").replace("i = g", "w[n] = 7  i = g")
    load(h, tmp_path, text)
    section = h.Section(name="s")
    section.insert("b")
    h.finitialize(-65)
    assert list(section(0.5).b.w) == [0, 7, 0]
    for index in (3, -1, 1e12, math.nan, math.inf, -math.inf):
        section(0.5).b.n = index
        with pytest.raises(ranvier.Error, match=r"s\(0\.5\)\.b: the index of 'w'.*0 \.\. 2.*b\.mod:7"):
            h.finitialize(-65)
        assert (section(0.5).b.g, section(0.5).b.e) == (0.001, -65)
    h.delete_section(sec=section)
    runs_as_ever(h)


def test_a_while_without_end(h, tmp_path):
    load(h, tmp_path, GOOD.replace("BREAKPOINT {", "BREAKPOINT {\n while (v < 1e9) { i = 0 }\n"))
    section = h.Section(name="s")
    section.insert("b")
    sender = subprocess.Popen(["sh", "-c", f"sleep 0.4; kill -INT {os.getpid()}"])
    with pytest.raises(KeyboardInterrupt):
        h.finitialize(-65)
    sender.wait()
    h.delete_section(sec=section)
    runs_as_ever(h)
