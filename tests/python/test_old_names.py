# SPDX-License-Identifier: BSD-3-Clause
"""Names that old programs use: aliases of objects, redirected output, styles of sections, generators of NEURON 8."""

from __future__ import annotations

import pytest

import ranvier
from ranvier import _compat

TEMPLATE = """
begintemplate A
public x, q
objref q
proc init() { x = 3 }
endtemplate A
objref o, sf, vec
o = new A()
sf = new StringFunctions()
vec = new Vector(4)
z = 9
"""


def test_aliases(h, capsys):
    h(TEMPLATE)
    h('sf.alias(o, "zz", &z)')
    h('sf.alias(o, "vv", vec)')
    assert (h.o.zz, h.o.vv.size()) == (9, 4)
    h.o.zz = 12
    assert h.z == 12
    capsys.readouterr()
    h("{o.zz = 13 print o.zz, o.vv.size()}")
    assert h.z == 13 and capsys.readouterr().out == "13 4 \n"
    assert [s.s for s in h.sf.alias_list(h.o)] == ["vv", "zz"]
    h.sf.alias(h.o, "zz")
    with pytest.raises(ranvier.LookupFailure):
        h.o.zz  # noqa: B018
    h.sf.alias(h.o)
    assert len(h.sf.alias_list(h.o)) == 0
    h.sf.alias(h.o, "x", h._ref_z)  # the template's own names come first
    assert h.o.x == 3
    with pytest.raises(ranvier.InputError, match="only objects of templates"):
        h.sf.alias(h.Vector(), "x", h._ref_z)


def test_references(h, capsys):
    h(TEMPLATE)
    h("objref a[3]")
    h.a[1] = h.o
    h.o.q = h.o
    assert h.sf.references(h.o) == 3
    assert capsys.readouterr().out == "A[0] is held by\n   o\n   a[1]\n   A[0].q\n  found 3 of them\n"
    h.o.q = None


def test_output_goes_into_a_file(h, tmp_path, capsys):
    path = str(tmp_path / "out")
    h.hoc_stdout(path)
    h('{print 5 printf("x\\n")}')
    h.hoc_stdout()
    h("print 6")
    assert (tmp_path / "out").read_text() == "5 \nx\n"
    assert capsys.readouterr().out == "6 \n"


def test_float_epsilon(h):
    assert h.float_epsilon == 1e-11
    h.float_epsilon = 0.1
    h("alike = (1 == 1.05)")
    assert h.alike == 1


def test_diam_changed_computes_anew(h):
    section = h.Section(name="s")
    h.finitialize()
    assert h.diam_changed == 0
    before = h.nrn_shape_changed_
    section.L = 50
    assert h.diam_changed == 1 and h.nrn_shape_changed_ != before
    h.finitialize()
    h("diam_changed = 1")
    h("y = diam_changed")
    assert h.y == 1


def test_vector_functions_of_hoc(h):
    h("func sq() { return $1*$1 + 1 }")
    assert list(h.Vector([1, 2, 3]).apply("sq")) == [2, 5, 10]
    assert h.Vector([1, 2]).reduce("sq", 10) == 17


def test_sections_get_other_names(h, capsys):
    h("create aa, bb, cc")
    h("objref r, s, list")
    h("aa r = new SectionRef()")
    assert h.r.rename("dd") == 0 and capsys.readouterr().out == "aa must first be unnamed\n"
    assert h.r.unname() == 1 and h.r.sec.name() == ""
    h("aa = 5")  # the name is free
    assert h.r.rename("dd") == 1
    h("dd.L = 33")
    assert h.dd.L == 33 and h.dd.name() == "dd" and h.aa == 5
    h("list = new List()")
    for name in ("bb", "cc"):
        h(f"{name} s = new SectionRef()")
        h.s.unname()
        h.list.append(h.s)
    assert h.s.rename("ee", h.list) == 1
    assert [e.name() for e in h.ee] == ["ee[0]", "ee[1]"]
    h("create ff[2]")
    h("ff[1] s = new SectionRef()")
    with pytest.raises(ranvier.InputError, match="element of an array"):
        h.s.unname()
    section = h.Section(name="py")
    with pytest.raises(ranvier.InputError, match="no name for this section"):
        h.SectionRef(sec=section).unname()


@pytest.mark.parametrize(
    ("seed", "first"),
    [(86465953648, 0.2855002797940978), (566607728, 0.2855002797940978), (-3, 0.5575135216215826)],
)
def test_a_seed_counts_by_its_low_32_bits(h, seed, first):
    """Numbers of NEURON 9.0.2; 8.2.7 and its generators take the same bits."""
    assert h.Random(seed).uniform(0, 1) == first
    old = h.Random()
    old.ACG(seed)
    same = h.Random()
    same.ACG(seed % 2**32)
    assert old.uniform(0, 1) == same.uniform(0, 1)


def test_random_of_neuron_8(h):
    nine = h.Random().uniform(0, 1)
    _compat.choose(h, "8")
    eight = h.Random().uniform(0, 1)
    acg = h.Random()
    acg.ACG(0)
    assert eight == acg.uniform(0, 1) != nine
    with pytest.raises(ranvier.InputError, match="7 to 98"):
        acg.ACG(1, 200)
    with pytest.raises(ranvier.StateError, match="no positions"):
        acg.seq()
