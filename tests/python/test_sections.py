# SPDX-License-Identifier: BSD-3-Clause
"""Sections, segments and their tree, as scripts for NEURON know them."""

import copy
import gc
import itertools
import math
import pickle

import pytest

import ranvier


def test_a_new_section_has_the_usual_values(h):
    s = h.Section(name="soma")
    assert (s.L, s.diam, s.Ra, s.cm, s.nseg, s.v, s.rallbranch) == (100, 500, 35.4, 1, 1, -65, 1)
    assert s(0.5).area() == pytest.approx(math.pi * 500 * 100, rel=1e-14)
    assert s(0).area() == s(1).area() == 0
    assert str(s) == s.name() == s.hname() == "soma"


def test_a_section_without_a_location_reads_the_middle_and_writes_everywhere(h):
    s = h.Section(name="s")
    s.nseg = 3
    s(0.5).v = -10
    assert s.v == -10
    s.v = -20
    assert [seg.v for seg in s] == [-20, -20, -20]


def test_a_segment_keeps_its_x_and_acts_on_its_node(h):
    s = h.Section(name="s")
    s.nseg = 3
    assert s(0.2).x == 0.2
    assert s().x == 0.5
    assert s(0.2) == s(0.1)
    assert hash(s(0.2)) == hash(s(0.1))
    assert s(0.2) != s(0.5)
    assert str(s(0.5)) == "s(0.5)"
    assert s(0.5).sec is s
    s.nseg = 4
    assert s(0.5) == s(0.6)  # belongs to the right


def test_iteration_gives_centres_and_allseg_the_ends_too(h):
    s = h.Section(name="s")
    s.nseg = 3
    assert [seg.x for seg in s] == pytest.approx([1 / 6, 0.5, 5 / 6])
    assert [seg.x for seg in s.allseg()] == pytest.approx([0, 1 / 6, 0.5, 5 / 6, 1])
    with pytest.raises(TypeError):
        len(s)


def test_raising_nseg_copies_and_lowering_keeps(h):
    s = h.Section(name="s")
    s.nseg = 3
    s.insert("pas")
    for i, seg in enumerate(s):
        seg.pas.g = i + 1
    s.nseg = 9
    assert [seg.pas.g for seg in s] == [1, 1, 1, 2, 2, 2, 3, 3, 3]
    s.nseg = 3
    assert [seg.pas.g for seg in s] == [1, 2, 3]


def test_names_carry_the_cell(h):
    class Cell:
        def __str__(self):
            return "Pyramidal[3]"

    cell = Cell()
    s = h.Section(name="soma", cell=cell)
    assert str(s) == "Pyramidal[3].soma"
    assert s.cell() is cell
    assert h.Section("soma", cell).name() == "Pyramidal[3].soma"
    del cell
    gc.collect()
    assert s.cell() is None
    with pytest.raises(TypeError):
        h.Section(name="x", cell="text")
    assert h.Section().name().startswith("__nrnsec_")


def test_a_section_lives_as_long_as_something_holds_it(h):
    s = h.Section(name="s")
    seg = s(0.5)
    del s
    gc.collect()
    assert [str(x) for x in h.allsec()] == ["s"]
    del seg
    gc.collect()
    assert h.allsec() == []


def test_a_deleted_section_says_so(h):
    s, child = h.Section(name="s"), h.Section(name="child")
    child.connect(s(1))
    clamp = h.IClamp(s(0.5))
    ref = s(0.5)._ref_v
    h.delete_section(sec=s)
    assert str(s) == "<deleted section>"
    for use in (
        lambda: s.L,
        lambda: s.name(),
        lambda: s(0.5),
        lambda: s.insert("hh"),
        lambda: setattr(s, "nseg", 3),
    ):
        with pytest.raises(ReferenceError, match="deleted"):
            use()
    with pytest.raises(ValueError, match=r"s\(0.5\).v.*deleted"):
        ref[0]
    assert child.parentseg() is None
    assert clamp.get_segment() is None
    with pytest.raises(TypeError, match="no place"):
        clamp.amp  # noqa: B018
    h.finitialize(-65)
    h.fadvance()


def test_tree(h):
    a, b, c = (h.Section(name=n) for n in "abc")
    assert b.connect(a(0.3)) is b
    c.connect(a, 1, 0)
    assert b.parentseg().x == 0.3
    assert c.parentseg() == a(1)
    assert a.parentseg() is None
    assert (a.children(), b.children()) == ([b, c], [])
    assert a.subtree() == c.wholetree() == [a, b, c]
    assert b.orientation() == 0.0
    b.connect(c(1), 1)  # a new connection replaces the old one
    assert b.orientation() == 1.0
    assert b.parentseg() == c(1)
    assert a.same(a) and not a.same(b)
    assert b.disconnect() is b
    assert b.parentseg() is None
    c.connect(a(0))
    b.connect(c(0))
    assert b.parentseg() == c(0)
    assert b.trueparentseg() is None  # c itself begins where a does


def test_topology_is_drawn(h, capsys):
    a, b, c = (h.Section(name=n) for n in "abc")
    a.nseg, b.nseg = 5, 3
    b.connect(a(1))
    c.connect(a(0.5))
    h.topology()
    assert capsys.readouterr().out == (
        "\n|-----|       a(0-1)\n       `--|       b(0-1)\n    `|       c(0-1)\n\n"
    )


def test_distance(h):
    a, b, alone = (h.Section(name=n) for n in ("a", "b", "alone"))
    b.connect(a(1))
    assert h.distance(a(0), b(1)) == 200
    h.distance(0, a(1))
    assert h.distance(b(0.5)) == 50
    assert h.distance(0.5, sec=b) == 50
    assert h.distance(a(0), alone(0)) == 1e20


def test_area_and_resistance_by_function(h):
    s = h.Section(name="s")
    s.nseg = 3
    assert h.area(0.5, sec=s) == s(0.5).area()
    assert h.ri(0.5, sec=s) == s(0.5).ri()
    assert s(0).ri() == 1e30
    assert s(0.5).volume() == pytest.approx(math.pi * 500**2 / 4 * 100 / 3)


def test_current_section(h):
    with pytest.raises(TypeError, match="no section"):
        h.cas()
    a, b = h.Section(name="a"), h.Section(name="b")
    assert h.cas() is a
    h.push_section(b)
    assert h.cas() is b
    for _ in range(3):
        assert h.pop_section() == 1.0
    assert h.cas() is a
    assert h.secname(sec=b) == "_pysec.b"  # as NEURON


def test_attributes_that_are_not_there(h):
    s = h.Section(name="soma")
    seg = s(0.5)
    for use in (
        lambda: s.nosuch,
        lambda: seg.nosuch,
        lambda: setattr(s, "nosuch", 1),
        lambda: setattr(seg, "nosuch", 1),
    ):
        with pytest.raises(AttributeError, match=r"soma.*nosuch"):
            use()
    with pytest.raises(AttributeError, match="did you mean gnabar_hh"):
        s.gnaba_hh  # noqa: B018

    class Mine(h.Section):
        pass

    mine = Mine(name="mine")
    mine.note = "a subclass may carry attributes"
    assert mine.note.startswith("a subclass")
    assert mine.L == 100


@pytest.mark.parametrize("copier", [copy.copy, copy.deepcopy, pickle.dumps])
def test_sections_do_not_copy(h, copier):
    s = h.Section(name="s")
    for thing in (s, s(0.5), h.IClamp(s(0.5)), h):
        with pytest.raises(TypeError):
            copier(thing)


def test_deep_trees_need_no_recursion(h):
    count = 5000
    sections = [h.Section(name=f"s{i}") for i in range(count)]
    for parent, child in itertools.pairwise(sections):
        child.connect(parent(1))
    assert len(sections[0].subtree()) == count
    h.finitialize(-65)
    h.fadvance()


def test_psection_tells_what_is_there(h):
    s = h.Section(name="s")
    s.insert("hh")
    clamp = h.IClamp(s(0.5))
    p = s.psection()
    assert p["density_mechs"]["hh"]["gnabar"] == [0.12]
    assert p["ions"]["na"]["ena"] == [50]
    assert p["point_processes"] == {"IClamp": {clamp}}
    assert p["morphology"]["L"] == 100


def test_errors_carry_their_parts(h):
    s = h.Section(name="soma")
    with pytest.raises(ranvier.InputError) as caught:
        s.nseg = 0
    assert (caught.value.object, caught.value.what) == ("soma", "nseg is out of range")
    assert caught.value.allowed == "1 <= nseg <= 32767"
