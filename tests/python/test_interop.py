# SPDX-License-Identifier: BSD-3-Clause
"""hoc calls Python and Python hoc; the names of NEURON's package. What is printed is what NEURON 9.0.2 prints."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import ranvier
from ranvier import doc, expect_hocerr, hclass3, sections

START = """objref p, o, q
strdef s
{nrnpython("a = 3\\ns = 'text'\\nl = [1, 2, 'x']\\nd = {'k': 5}")}
{nrnpython("class C:\\n  x = 4\\n  def m(self, a): return a*2")}
{nrnpython("c = C()\\ndef f(*a): return len(a)\\ndef g(): return None")}
{nrnpython("def tt(x):\\n  print(type(x).__name__, x)\\n  return x")}
p = new PythonObject()
"""
# Title -> program, what NEURON prints.
PRINTED = {
    "attributes": ("print p.a + 2, p.c.x\nprint p.s\ns = p.s\nprint s\n", "5 4 \ntext \ntext\n"),
    "elements": (
        "print p.l[0], p.l[2]\no = p.l\nprint o._[1], o.__len__()\ns = o._[2]\nprint s\n",
        "1 x \n2 3 \nx\n",
    ),
    "calls": ('print p.f(1, 2, "a"), p.c.m(4), p.c.m(2) + 1\nq = p.f\nprint q._(1, 2)\n', "3 8 5 \n2 \n"),
    "nothing is no object": ("print p.g()\n", "NULLobject \n"),
    "assignments": (
        'p.c.x = 7\np.c.y = 9\np.c.zz = "str"\no = p.c\nprint o.x, o.y\nprint o.zz\n'
        "o = p.l\no._[0] = 17\nprint p.l[0]\n"
        'p.made = "hello"\n{nrnpython("print(made)")}\n',
        "7 9 \nstr \n17 \nhello\n",
    ),
    "arguments": (
        'p.tt(1)\np.tt("a")\ns = "ww"\np.tt(s)\nx = 3\np.tt(new Vector(2))\n'
        "objref nobody\np.tt(nobody)\nprint p.tt(p.l)\n",
        "float 1.0\n\t1 \nstr a\n\ta \nstr ww\n\tww \nVector Vector[0]\n\tVector[0] \nNoneType None\n\tNULLobject \n"
        "list [1, 2, 'x']\nPythonObject[2] \n",
    ),
    "what it answers": ('s = p.tt("qq")\nprint s\nx = p.tt(4)\nprint x\n', "str qq\nqq\nfloat 4.0\n4 \n"),
    "builtins": (
        'o = p.list()\n{o.append(3)}\n{o.append("s")}\nprint o.__len__()\nfor i = 0, 1 print o._[i]\n',
        "2 \n3 \ns \n",
    ),
    "modules": ('{nrnpython("import math")}\nprint p.math.sin(1), p.math.pi\n', "0.84147098 3.1415927 \n"),
    "one object is one": ("o = p.c\nq = p.c\nprint o == q, o == p.l\n", "1 0 \n"),
    "into texts": ('{sprint(s, "%s %g", p.s, p.a)}\nprint s\n', "text 3\n"),
    "statements answer": ('x = nrnpython("y = 1")\nprint x\nx = nrnpython("1/0")\nprint x\n', "1 \n0 \n"),
    "at the top": ("p.a\no = p.c\no.x\n", "\t3 \n\t4 \n"),
}


@pytest.mark.parametrize("title", PRINTED)
def test_hoc_uses_python_as_in_neuron(h, title, capsys, tmp_path):
    program, printed = PRINTED[title]
    (tmp_path / "p.hoc").write_text(START + program)
    h.xopen(str(tmp_path / "p.hoc"))
    # objects are counted through the process, so their numbers are not the program's alone
    assert without_numbers(capsys.readouterr().out) == without_numbers(printed)


def without_numbers(text):
    return re.sub(r"\b(PythonObject|Vector)\[\d+\]", r"\1[]", text)


class Bad:
    def key(self):
        raise KeyError("k")

    def wrong(self):
        raise ranvier.InputError("ours")


def test_exceptions_keep_their_type(h):
    h("objref bad\nobfunc call() { return $o1.key() }\nproc outer() { bad.key() }")
    with pytest.raises(KeyError, match="k") as caught:
        h.call(Bad())
    if sys.version_info >= (3, 11):
        assert "call(" in caught.value.__notes__[0]
    h.bad = Bad()
    with pytest.raises(KeyError):
        h("outer()")
    with pytest.raises(ranvier.HocError, match="ours"):
        h("bad.wrong()")
    assert h.execute1("bad.key()") == 0
    with pytest.raises(AttributeError, match="nosuch"):
        h("bad.nosuch")


def test_errors_of_hoc(h):
    h("proc f() { x = nobody_ + 1 }")
    with pytest.raises(RuntimeError, match=r"nobody_: is not defined\n.*:1:16") as caught:
        h.f()
    assert type(caught.value) is ranvier.HocError and "in f()" in str(caught.value)


def test_hoc_keeps_python_objects(h):
    h("objref one, many\nmany = new List()\nfunc kind() { return argtype(1) }")
    mine = Bad()
    h.one = mine
    assert h.one is mine
    h("many.append(one)\nmany.append(one)")
    assert list(h.many) == [mine, mine]
    assert [h.kind(x) for x in (1, "a", mine, None, h.ref(0.0), h.ref("s"))] == [0, 2, 1, 1, 3, 2]


def test_references(h):
    h('proc n() { $&1 = 5 }\nproc s() { $s1 = "new" }\nproc o() { $o1 = new Vector(2) }')
    number, text, thing = h.ref(0), h.ref("old"), h.ref(None)
    h.n(number)
    h.s(text)
    h.o(thing)
    assert (number[0], text[0], len(thing[0])) == (5, "new", 2)
    assert [repr(r) for r in (h.ref(3), h.ref("x"), h.ref(None))] == [
        "<hoc ref value 3.000000>",
        '<hoc ref str "x">',
        '<hoc ref value "NULLobject">',
    ]
    array = np.arange(4.0)
    element = ranvier.numpy_element_ref(array, 2)
    h.n(element)
    assert list(array) == [0, 1, 5, 3] and element[0] == 5
    section = h.Section()
    kept = ranvier.numpy_element_ref(np.array([7.0]), 0)  # lives on by the reference
    assert kept[0] == 7 and section is not None
    with pytest.raises(ValueError, match="out of range"):
        ranvier.numpy_element_ref(array, 4)
    with pytest.raises(TypeError):
        ranvier.numpy_element_ref([1.0], 0)


def test_subclasses_of_builtin_classes(h):
    class Plain(h.Vector):
        def two(self):
            return 2

    class Own(h.Vector):
        def __init__(self, *args):
            self.count = len(args)

    class Calls(h.Vector):
        def __init__(self, *args):
            super().__init__(*args)
            self.tag = "t"

    class Passes(h.Vector):
        def __new__(cls, *args, tag=None):
            return super().__new__(cls, *args)

        def __init__(self, *args, tag=None):
            super().__init__()
            self.tag = tag

    assert Plain([1, 2]).two() == 2 and list(Plain([1, 2])) == [1, 2]
    assert (Own([1, 2]).count, list(Own([1, 2]))) == (1, [1, 2])
    assert list(Calls([3])) == [3] and Calls([3]).tag == "t"
    made = Passes([1, 2], tag=4)
    assert list(made) == [1, 2] and made.tag == 4 and isinstance(made, h.Vector)

    class Items(h.List):
        pass

    items = Items()
    items.append(made)
    items.note = 2
    assert (len(items), items.note) == (1, 2)

    class Clamp(h.IClamp):
        def __new__(cls, place, amp):
            return super().__new__(cls, place)

        def __init__(self, place, amp):
            self.amp = amp
            self.mine = 3

    section = h.Section(name="soma")
    clamp = Clamp(section(0.5), 2)
    assert (clamp.amp, clamp.mine) == (2, 3) and section(0.5).point_processes() == [clamp]
    with pytest.raises(ValueError):
        Plain(-1)


TEMPLATE = """begintemplate TT
public a, f, s, arr
strdef s
double arr[3]
proc init() { a = $1 }
func f() { return a*2 }
endtemplate TT"""


def test_subclasses_of_templates(h):
    h(TEMPLATE)

    class Cell(ranvier.hclass(h.TT)):
        def __new__(cls, *args):
            return super().__new__(cls, *args)

        def __init__(self, *args):
            super().__init__()
            self.z = 4

        def g(self):
            return self.f() + 1

    class Other(hclass3.hclass(h.TT)):
        def f(self):
            return 100

    cell = Cell(5)
    assert (cell.a, cell.f(), cell.g(), cell.z, repr(cell)) == (5, 10, 11, 4, "TT[0]")
    cell.a = 7
    assert cell.f() == 14 and cell.baseattr("a") == 7 and isinstance(cell, ranvier.HocBaseObject)
    assert Other(2).f() == 100 and Other(2).baseattr("f")() == 4
    h("objref held\nproc keep() { held = $o1 }")
    h.keep(cell)
    assert h.held is cell  # one Python object for one of hoc's
    assert h.TT[0] is cell
    with pytest.raises(TypeError, match="needs a class of h"):
        ranvier.hclass(3)


def test_sections_of_ones_own(h):
    class Own(ranvier.nrn.Section):
        def __init__(self, *args, **keywords):
            super().__init__(*args, **keywords)
            self.mine = 3

    section = Own(name="own")
    assert section.mine == 3 and section in list(ranvier.nrn.allsec())
    assert type(next(s for s in ranvier.nrn.allsec() if s == section)) is Own


def test_wrappers(h):
    section = ranvier.h.Section(name="soma")
    wrapped = ranvier.new_point_process("IClamp")(section(0.5))
    wrapped.amp = 3
    assert wrapped.hoc_obj.amp == 3 and wrapped.get_segment() == section(0.5)
    assert ranvier.new_point_process("IClamp")(section, 0.5).get_segment().sec == section
    assert ranvier.new_hoc_class("Vector")([1, 2, 3]).sum() == 6
    assert repr(ranvier.DensityMechanism("hh")) == "neuron.DensityMechanism('hh')"
    ranvier.h.hh.insert([section])
    assert section.has_membrane("hh")
    ranvier.h.hh.uninsert(section)
    assert not section.has_membrane("hh")
    with pytest.raises(AttributeError):
        ranvier.DensityMechanism("nosuch")


def test_saved_states():
    from ranvier import _neuron_names as names

    got = []
    store, restore = (lambda: b"mine"), got.append
    ranvier.register_savestate("test", store, restore)
    names.restore_savestates(names.store_savestates())
    assert got == [b"mine"]
    names._savestates.clear()


def test_expected_errors(h, capsys):
    expect_hocerr.expect_hocerr(h.Vector().mean, ())
    with pytest.raises(AssertionError):
        expect_hocerr.expect_hocerr(lambda: 3, ())
    expect_hocerr.expect_err("1/0")
    with pytest.raises(AssertionError):
        expect_hocerr.expect_err("1/1")
    assert capsys.readouterr().out == ""
    expect_hocerr.set_quiet(False)
    expect_hocerr.expect_err("1/0")
    assert expect_hocerr.set_quiet(True) is False
    assert "division by zero" in capsys.readouterr().out


def test_psection_prints(h, capsys):
    soma, dend = h.Section(name="soma"), h.Section(name="dend")
    dend.connect(soma(0.5))
    dend.L, dend.diam = 50, 2
    synapse = h.ExpSyn(dend(0.5))
    h.psection(sec=dend)
    assert capsys.readouterr().out == (
        "dend { nseg=1  L=50  Ra=35.4\n\tsoma connect dend (0), 0.5\n\t/* First segment only */\n"
        "\tinsert morphology { diam=2}\n\tinsert capacitance { cm=1}\n\tinsert ExpSyn { tau=0.1 e=0}\n}\n"
    )
    assert synapse is not None
    sections.print_section(soma, [soma])
    assert "attached to cell 0" in capsys.readouterr().out


def test_every_name_says_what_it_is(h):
    silent = []
    for name in dir(h):
        try:
            own = getattr(h, name).__doc__
        except (AttributeError, TypeError):
            own = ""
        if not doc.describe(name) and not own:
            silent.append(name)
    assert not silent
    assert doc.describe("celsius") == "celsius [degC]\n\nTemperature"
    assert doc.get_docstring("Vector", "sum").startswith("Vector.sum(")
    assert "sum" in (h.Vector.sum.__doc__ or "")
    assert "signature" not in doc.describe("nosuch")


def test_small_functions(h, capsys, tmp_path):
    assert h.nrn_get_config_key(0) in ranvier.config.arguments
    assert {h.nrn_get_config_val(i) for i in range(int(h.nrn_num_config_keys()))} <= {
        "ON",
        "OFF",
        "",
        "Release",
    }
    assert Path(h.libpython_path()).exists() and (Path(h.neuronhome()) / "hoclib" / "stdrun.hoc").exists()
    assert h.same(h) and not h.same(3) and h.hname() == "TopLevelHocInterpreter"
    file = tmp_path / "out.txt"
    h.hoc_stdout(str(file))
    h("print 3")
    h.hoc_stdout()
    h("print 4")
    assert file.read_text() == "3 \n" and capsys.readouterr().out == "4 \n"
    h("float_epsilon = 1e-3")
    h("same_ = 1 == 1.0001")
    assert h.same_ == 1
    assert ranvier.test(exitOnError=False)
    capsys.readouterr()
    assert h.PythonObject() is sys.modules["__main__"]
    assert h.nrnpython("import math") == 1
    with pytest.raises(AttributeError, match="a word of the language"):
        _ = h.forall


def test_coreneuron_is_accepted(h):
    from ranvier import coreneuron

    coreneuron.enable = True
    with pytest.warns(UserWarning, match="no GPU engine"):
        coreneuron.gpu = 1
    assert coreneuron.enable is True and coreneuron.gpu is True and coreneuron.verbose == 2
    with coreneuron(enable=False, verbose=0):
        assert (coreneuron.enable, coreneuron.verbose) == (False, 0)
    assert (coreneuron.enable, coreneuron.verbose) == (True, 2)
    with pytest.raises(ValueError):
        coreneuron.verbose = "a"
    with pytest.raises(TypeError, match="no option"), coreneuron(nosuch=1):
        pass
    coreneuron.enable = coreneuron.gpu = False


SHIM = """
import neuron, ranvier
from neuron import h, n, hoc
assert h is not ranvier.h and h.Vector is ranvier.h.Vector and n.Vector is h.Vector
print(h("x = 3"), h("y = nosuch + 1"), h.x, ranvier.h.x, n.x, hoc.execute("z = nosuch"), n("w = 1"))
class Bad:
    def e(self): raise KeyError("k")
h("objref o")
h.o = Bad()
print(h("o.e()"))
try:
    ranvier.h("y = nosuch")
except RuntimeError as error:
    print("raised")
print(repr(h), repr(n), type(neuron.config.arguments).__name__)
for name in neuron.__all__:
    assert getattr(neuron, name) is not None or name == "__version__"
import neuron.sections, neuron.hclass3, neuron.expect_hocerr, neuron.psection
from neuron import coreneuron
coreneuron.enable = True
assert coreneuron is ranvier.coreneuron
print(callable(neuron.psection), neuron.hoc.Vector is h.Vector, isinstance(h.Vector(), hoc.HocObject))
"""


def test_the_shim_tells_and_goes_on(tmp_path):
    (tmp_path / "s.py").write_text(SHIM)
    done = subprocess.run(
        [sys.executable, "-m", "ranvier", str(tmp_path / "s.py")],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout.splitlines() == [
        "1 0 3.0 3.0 3.0 0 1",  # it answers for NEURON 8
        "0",
        "raised",
        "<TopLevelHocInterpreter> <TopLevelNEURONInterface> dict",
        "True True True",
    ], done.stderr
    assert done.stderr.count("nosuch: is not defined") == 2 and "KeyError: 'k'" in done.stderr
