# SPDX-License-Identifier: BSD-3-Clause
"""FUNCTIONs, PROCEDUREs, global arrays and references of mechanisms, as scripts use them."""

import math

import pytest

import ranvier

DENSITY = """
NEURON { SUFFIX fn RANGE gain, acc, a GLOBAL w, total }
PARAMETER { gain = 2 total = 1 }
ASSIGNED { v acc a[3] w[2] }
INITIAL { FROM i = 0 TO 2 { a[i] = i + gain } w[0] = 5 w[1] = 6 }
FUNCTION scaled(x, y) { scaled = gain*x + y }
FUNCTION square(x) { square = x*x*total }
FUNCTION here() { here = v + acc }
PROCEDURE add(by) { acc = acc + by }
PROCEDURE keep(x) { total = x }
"""
POINT = """
NEURON { POINT_PROCESS Fp RANGE a, arr }
PARAMETER { a = 3 }
ASSIGNED { v arr[2] }
FUNCTION volts(x) { volts = v + a*x }
PROCEDURE set(x) { arr[0] = x arr[1] = 2*x }
"""
PLAIN = """
NEURON { SUFFIX nothing GLOBAL scale_of }
PARAMETER { scale_of = 10 }
FUNCTION twice_of(x) { twice_of = 2*x*scale_of }
"""


@pytest.fixture
def h(h):
    for name, text in (("fn", DENSITY), ("Fp", POINT), ("plain", PLAIN)):
        h._world._load_mechanism_text(name + ".mod", text)
    return h


@pytest.fixture
def soma(h):
    s = h.Section(name="soma")
    s.nseg = 3
    s.insert("fn")
    for i, seg in enumerate(s):
        seg.fn.gain = i + 1
    return s


def test_functions_work_where_they_stand(h, soma):
    assert [seg.fn.scaled(10, 1) for seg in soma] == [11, 21, 31]
    assert soma(0.5).fn.add(4) == 1
    assert soma(0.5).fn.add(0.5) == 1
    assert [seg.acc_fn for seg in soma] == [0, 4.5, 0]
    h.finitialize(-60)
    assert soma(0.5).fn.here() == -55.5


def test_functions_at_the_top_level(h, soma):
    assert h.square_fn(3) == 9
    assert h.keep_fn(2) == 1
    assert (h.square_fn(3), h.total_fn) == (18, 2)
    with pytest.raises(RuntimeError, match=r"no data for scaled_fn.*setdata_fn"):
        h.scaled_fn(1, 2)
    h.setdata_fn(soma(0.9))
    assert h.scaled_fn(1, 2) == 5
    h.setdata_fn(0.1, sec=soma)
    assert h.scaled_fn(1, 2) == 3
    h.delete_section(sec=soma)
    with pytest.raises(RuntimeError, match="no data for scaled_fn"):
        h.scaled_fn(1, 2)


def test_setdata_needs_a_place_that_has_the_mechanism(h, soma):
    other = h.Section(name="other")
    with pytest.raises(ValueError, match=r"other.*insert"):
        h.setdata_fn(other(0.5))
    with pytest.raises(TypeError, match=r"setdata_fn.*section\(x\)"):
        h.setdata_fn(0.5)


def test_a_point_process_has_methods(h, soma):
    p, q = h.Fp(soma(0.1)), h.Fp(soma(0.9))
    q.a = 5
    h.finitialize(-60)
    assert (p.volts(2), q.volts(2)) == (-54, -50)
    assert q.set(7) == 1
    assert [list(p.arr), list(q.arr)] == [[0, 0], [7, 14]]
    assert not hasattr(h, "volts_Fp")
    assert h.Fp[0] is p and h.Fp[1] is q
    with pytest.raises(IndexError, match=r"Fp\[7\]"):
        h.Fp[7]
    nowhere = h.Fp()
    with pytest.raises(TypeError, match="no place"):
        nowhere.volts(1)


def test_names_of_a_file_without_a_mechanism(h):
    assert h.twice_of(3) == 60
    h.scale_of = 1
    assert h.twice_of(3) == 6


def test_arguments(h, soma):
    assert soma(0.5).fn.scaled(1, 2, 3) == 4  # what is too much is not looked at
    with pytest.raises(ValueError, match=r"scaled\(x, y\).*2 arguments"):
        soma(0.5).fn.scaled(1)
    with pytest.raises(TypeError, match="scaled"):
        soma(0.5).fn.scaled(1, "two")
    with pytest.raises(TypeError, match="keyword"):
        soma(0.5).fn.scaled(1, y=2)
    assert math.isnan(h.square_fn(float("nan")))


def test_near_names(h, soma):
    with pytest.raises(AttributeError, match="scaled"):
        _ = soma(0.5).fn.scale
    with pytest.raises(AttributeError, match="square_fn"):
        _ = h.squared_fn
    assert {"scaled", "add", "gain"} <= set(dir(soma(0.5).fn))
    assert {"square_fn", "setdata_fn", "twice_of"} <= set(dir(h))
    assert repr(soma(0.5).fn.scaled) == "<function soma(0.5).fn.scaled(x, y)>"


def test_arrays_and_references_to_their_elements(h, soma):
    h.finitialize(-60)
    assert list(h.w_fn) == [5, 6]
    h.w_fn[1] = 8
    assert (h.w_fn[-1], len(h.w_fn)) == (8, 2)
    with pytest.raises(IndexError, match="w_fn"):
        h.w_fn[2]
    with pytest.raises(IndexError, match="needs an index"):
        h.w_fn = 3
    ref = soma(0.5)._ref_a_fn[1]
    assert ref[0] == soma(0.5).fn.a[1] == 3
    ref[0] = 9
    assert list(soma(0.5).fn.a) == [2, 9, 4]
    assert soma(0.5).fn._ref_a[1] == ref
    h._ref_w_fn[0][0] = 1
    assert h.w_fn[0] == 1
    recorded = h.Vector().record(soma(0.5)._ref_a_fn[2])
    h.finitialize(-60)
    h.fadvance()
    assert list(recorded) == [4, 4]
    p = h.Fp(soma(0.5))
    p.set(2)
    assert p._ref_arr[1][0] == 4


def test_assignments_in_hoc(h, soma):
    assert h("my_number = 2^3 + square_fn(3)") is True
    assert h.my_number == 17
    h.my_number = -1
    h("my_number = my_number*2 // a comment\nother_number = -my_number")
    assert (h.my_number, h.other_number) == (-2, 2)
    assert h._ref_my_number[0] == -2
    h("celsius = 20")
    assert h.celsius == 20
    with pytest.raises(ranvier.Error, match="square_fn"):
        h("square_fn = 2")
