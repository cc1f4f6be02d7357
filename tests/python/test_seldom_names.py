# SPDX-License-Identifier: BSD-3-Clause
"""Names that few programs use, and what NEURON 9.0.2 does with them; the values were read there."""

from __future__ import annotations

import subprocess
import sys

import pytest

import ranvier


class Cell:
    def __repr__(self):
        return "cc"


def test_hoc_knows_sections_of_python_by_pysec(h, capsys):
    named, unnamed, cell = h.Section(name="dend"), h.Section(), Cell()
    of_cell = h.Section(name="axon", cell=cell)
    h("create own")
    assert h.secname(sec=named) == "_pysec.dend" and h.secname(sec=of_cell) == "_pysec.cc.axon"
    assert h.secname(sec=unnamed) == unnamed.name() and unnamed.name().startswith("__nrnsec_0x")
    assert h.secname(sec=h.own) == "own"
    assert named.name() == named.hname() == str(named) == "dend"
    h.push_section("_pysec.dend")
    h('strdef s\nsectionname(s)\nprint s, issection(s), issection("dend")\nforsec "dend" print secname()')
    assert capsys.readouterr().out.splitlines()[-2:] == ["_pysec.dend0 1 ", "_pysec.dend"]
    h.pop_section()


def test_python_sees_all_names_of_a_template(h, capsys):
    h(
        "begintemplate T\npublic a\nobjref p\nstrdef s\ndouble d[3]\ncreate sec\n"
        "proc init() { a = 1 b = 2 }\nproc q() { print 5 }\nfunc ff() { return $1*2 }\nendtemplate T\n"
        "objref o\no = new T()"
    )
    o = h.o
    assert (o.a, o.b, o.q(), o.ff(4)) == (1, 2, 0, 8)
    o.b, o.s, o.p = 17, "abc", h.Vector(3)
    assert (o.b, o.s, o.p.size(), len(o.d), o.d[2]) == (17, "abc", 3, 3, 0)
    assert o._ref_b[0] == 17 and o.sec.name() == "T[0].sec"
    assert not hasattr(o, "zz")
    assert "a" in dir(o) and "b" not in dir(o)
    capsys.readouterr()
    with pytest.raises(ranvier.HocError, match="public"):  # not so in hoc
        h("print o.b")


def test_the_parent_of_a_root(h):
    root, child = h.Section(name="a"), h.Section(name="b")
    child.connect(root(1))
    reference = h.SectionRef(sec=root)
    assert reference.has_parent() == 0 and reference.has_trueparent() == 0
    for name in ("parent", "trueparent"):
        with pytest.raises(TypeError, match="no parent"):
            getattr(reference, name)
    assert h.SectionRef(sec=child).parent.name() == "a"


def test_statements_leave_hoc_ac_alone(h):
    h("3*4")
    assert h.hoc_ac_ == 0
    h("hoc_ac_ = 7")
    assert h.hoc_ac_ == 7
    h("x = 5\nx + 1")
    assert h.hoc_ac_ == 7


def test_an_object_read_twice_is_one(h):
    """NEURON makes another Python object each time; equal they are there too."""
    h("objref o7\no7 = new Vector(3)")
    assert h.o7 == h.o7 and hash(h.o7) == hash(h.o7) and h.o7 is h.o7
    vector = h.Vector()
    h.o7 = vector
    assert h.o7 == vector


def test_equations_from_python(h, capsys):
    h("depvar x, y")
    assert (h.x, h.y, h.solve.__name__) == (0, 0, "solve")
    h("eqn x:: x + y = 3\neqn y:: x - y = 1")
    assert h.prmat() == 1 and "  1 **\n  2 **\n" in capsys.readouterr().out
    assert h.solve() == pytest.approx(7, rel=1e-12)
    assert (h.x, h.y) == pytest.approx((2, 1), rel=1e-12)
    with pytest.raises(ranvier.Error, match="do not determine"):
        h.solve()
    assert h.eqinit() == 0 and h.solve() == 0
    with pytest.raises(ranvier.HocError, match="no unknown"):
        h("eqn x:: x = 3")


@pytest.mark.parametrize(
    "program, says",
    [
        ("depvar x\neqn x: x + 1 = 3", "one side at a time"),
        ("depvar x\neqn x:: = 3", "left side"),
        ("depvar x\neqn x = 3", "after the unknown"),
        ("double a[3]\ndepvar a", "already declared"),
        ("depvar sin", "cannot become"),
        ("objref o\no = new Vector(1)\neqn o.x[0]:: o.x[0] = 3", "plain variable"),
    ],
)
def test_mistakes_in_equations(h, program, says):
    with pytest.raises(ranvier.HocError, match=says):
        h(program)
    h("y = 3")
    assert h.y == 3


def test_an_error_in_an_equation_leaves_its_unknowns(h):
    h('x = 1\ndepvar x\nproc f() { eqn x:: x*2 = g() }\nfunc g() { if (x != 1) execerror("no") return 3 }')
    with pytest.raises(ranvier.HocError, match="no"):
        h("f()")
    assert h.x == 1
    h("eqn x:: x = 2\nz = solve()")
    assert h.x == pytest.approx(2)


def test_section_owner(h):
    cell = Cell()
    of_cell, alone = h.Section(name="s", cell=cell), h.Section(name="t")
    assert h.section_owner(sec=of_cell) is cell and h.section_owner(sec=alone) is None


def test_setdata_of_what_is_not_there(h):
    s = h.Section(name="s")
    with pytest.raises(ranvier.Error, match="feature does not exist"):
        h.setdata_feature(0.5, sec=s)


def test_names_of_every_section(h):
    assert "morphology" in dir(h) and "capacitance" in dir(h)
    for name in ("morphology", "capacitance"):
        with pytest.raises(TypeError, match="every section"):
            getattr(h, name)


def test_flags_of_scripts(h):
    assert (h.default_dll_loaded_, h.nrn_netrec_state_adjust, h.clamp_resist) == (0, 0, 0.001)
    h.nrn_netrec_state_adjust = 1
    assert h.nrn_netrec_state_adjust == 1 and h.units("clamp_resist") == "megohm"


def test_a_ptr_vector_on_a_graph(h):
    s = h.Section(name="s")
    s.nseg = 3
    pointers, graph = h.PtrVector(3), h.Graph(0)
    for i, segment in enumerate(s):
        pointers.pset(i, segment._ref_v)
        segment.v = -10 * i
    pointers.label("v along s")
    assert pointers.plot(graph) == 0 and pointers.plot(graph, 2, 3, 1) == 0
    assert pointers.plot(graph, h.Vector([1, 2, 4])) == 0
    x, y = h.Vector(), h.Vector()
    assert graph.getline(-1, x, y) >= 0 and list(y) == [0, -10, -20] and list(x) == [0, 1, 2]


PSECTION = """
from ranvier import h, nrn
s = h.Section(name="s")
assert nrn.set_psection(len) is len
nrn.set_psection(lambda section: ("mine", section.name()))
assert s.psection() == ("mine", "s")
try:
    nrn.set_psection(3)
except TypeError as error:
    print("no", error)
s.insert("hh")
assert isinstance(iter(s(0.5)), nrn.MechOfSegIterator) and isinstance(iter(s(0.5).hh), nrn.VarOfMechIterator)
assert isinstance(nrn.OpaquePointer, type)
"""


def test_module_nrn():
    done = subprocess.run([sys.executable, "-c", PSECTION], capture_output=True, text=True, check=True)
    assert done.stdout.startswith("no set_psection")


MAX = """
begintemplate Max
public V, k, n
objref o
strdef s
double d[3]
proc init() { n = 7 k = 1 }
proc initial() { V = v($1) printf("%s %g k=%g n=%g\\n", secname(), $1, k, n) }
proc after_step() { if (V < v($1)) V = v($1)  n += 1 }
endtemplate Max
"""


def test_a_template_as_a_mechanism(h, capsys):
    h(MAX)
    assert h.make_mechanism("max", "Max", "k") == 1
    s = h.Section(name="s")
    s.nseg, s.L, s.diam = 3, 20, 20
    s.insert("hh").insert("max")
    assert (s(0.5).V_max, s(0.5).k_max, s(0.5).n_max) == (0, 1, 7)
    assert [v.name() for v in s(0.5).max] == ["k_max", "V_max", "n_max"]
    s.k_max = 4
    s(0.1).k_max = 5
    clamp = h.IClamp(s(0.5))
    clamp.dur, clamp.amp = 1, 0.5
    capsys.readouterr()
    h.finitialize(-65)
    assert capsys.readouterr().out.splitlines() == [
        "_pysec.s 0.166667 k=5 n=7",
        "_pysec.s 0.5 k=4 n=7",
        "_pysec.s 0.833333 k=4 n=7",
    ]
    assert (s(0.5).V_max, s(0.5).n_max) == (-65, 7)
    while h.t < 5:
        h.fadvance()
    # NEURON's numbers
    assert (s(0.5).V_max, s(0.1).V_max) == pytest.approx((40.86711838191879, 40.867118466550764), rel=1e-8)
    assert (s(0.5).n_max, s(0.5).k_max) == (207, 4)
    s.nseg = 5
    assert [segment.k_max for segment in s] == [5, 5, 4, 4, 4]
    standard, name = h.MechanismStandard("max", 1), h.ref("")
    assert standard.count() == 1 and standard.name(name, 0) == 1 and name[0] == "k_max"
    s.uninsert("max")
    assert not s.has_membrane("max")
    h.fadvance()


@pytest.mark.parametrize(
    "arguments, says",
    [
        (("max", "Nobody"), "no such template"),
        (("max", "Max", "zz"), "no public number"),
        (("hh", "Max"), "already"),
        (("9a", "Max"), "a suffix is a name"),
        ((3, "Max"), "as text"),
    ],
)
def test_what_cannot_be_a_mechanism(h, arguments, says):
    h(MAX)
    with pytest.raises(ranvier.Error, match=says):
        h.make_mechanism(*arguments)


def test_make_mechanism_from_hoc(h, capsys):
    h(MAX)
    h(
        'create s\naccess s\ninsert pas\nm = make_mechanism("max", "Max")\ninsert max\nfinitialize(-60)\nfadvance()'
    )
    capsys.readouterr()
    h("print n_max, V_max == -60\nV_max = 7\nprint V_max(0.5)")
    assert capsys.readouterr().out == "8 1 \n7 \n"
    with pytest.raises(ranvier.Error, match="NMODL"):
        h('make_pointprocess("Max")')


def test_names_of_8_that_only_refuse(h):
    with pytest.raises(RuntimeError, match="no object"):
        h.TQueue()
    assert h.PtrVector(2).ptr_update_callback(lambda: None) == 0  # nothing ever moves


def test_sections_of_hoc_are_pushed_by_themselves(h):
    h("create s, q")
    (s, q) = h.allsec()
    assert q.push() is q and h.cas() == q and not s.pt3dstyle()
    h.pop_section()
    assert h.cas() == s


def test_definitions_are_looked_for_in_files(h, tmp_path, monkeypatch, capfd):
    """load_template, load_proc and load_func find a name in the folder's hoc files; what is printed is NEURON's."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "Mine.hoc").write_text(
        'begintemplate Mine\npublic x\nproc init() { x = 8 }\nendtemplate Mine\nprint "Mine.hoc loaded"\n'
    )
    (tmp_path / "other.oc").write_text(
        'proc foo() { print "foo ", $1 }\nfunc bar() { return $1*2 }\nprint "other loaded"\n'
    )
    h('{load_template("Mine")}')
    h("objref m\nm = new Mine()\nprint m.x")
    h('{load_proc("foo")}')
    h("foo(3)")
    h('{load_func("bar")}')
    h("print bar(4)")
    assert capfd.readouterr().out == "Mine.hoc loaded\n8 \nother loaded\nfoo 3 \n8 \n"
