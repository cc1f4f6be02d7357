# SPDX-License-Identifier: BSD-3-Clause
"""Vector: memory, numpy, arithmetic."""

import copy
import gc
import pickle

import numpy as np
import pytest

from ranvier import Vector


def test_construction():
    assert list(Vector()) == []
    assert list(Vector(3)) == [0, 0, 0]
    assert list(Vector(2, 1.5)) == [1.5, 1.5]
    for values in (
        [1, 2, 3],
        (1, 2, 3),
        range(1, 4),
        (x for x in (1, 2, 3)),
        np.array([1, 2, 3]),
    ):
        assert list(Vector(values)) == [1, 2, 3]
    assert list(Vector(np.arange(10.0)[::2])) == [0, 2, 4, 6, 8]
    assert list(Vector(np.arange(3, dtype=np.float32))) == [0, 1, 2]
    with pytest.raises(RuntimeError):
        Vector(-1)
    with pytest.raises(RuntimeError, match=r"\.c\(\) makes a copy"):
        Vector(Vector([1, 2]))
    for wrong in ("abc", [1, "a"], object()):
        with pytest.raises(TypeError):
            Vector(wrong)


def test_names_count_up():
    a, b = Vector(), Vector()
    number = [int(str(v).removeprefix("Vector[").removesuffix("]")) for v in (a, b)]
    assert number[1] == number[0] + 1


def test_indexing():
    v = Vector([1, 2, 3, 4])
    assert (v[0], v[-1], v.x[2], v.get(1)) == (1, 4, 3, 2)
    assert list(v[1:3]) == [2, 3]
    assert list(v[::-1]) == [4, 3, 2, 1]
    v.x[0] = v[1] = 9
    v[2:] = [7, 8]
    assert list(v) == [9, 9, 7, 8]
    v[:] = 0
    assert v.sum() == 0
    for i in (4, -5):
        with pytest.raises(IndexError):
            v[i]
        with pytest.raises(IndexError):
            v.x[i] = 1
    with pytest.raises(RuntimeError):
        v.get(4)
    with pytest.raises(TypeError):
        v["a"]
    with pytest.raises(ValueError, match="2"):
        v[:2] = [1, 2, 3]


def test_numpy_shares_memory_until_the_vector_outgrows_it():
    v = Vector([1, 2, 3])
    a = v.as_numpy()
    a[0] = 7
    assert v[0] == 7
    v.resize(100000).fill(5)
    assert list(a) == [7, 2, 3]
    copied = np.array(v)
    copied[0] = -1
    assert v[0] == 5 and copied.dtype == np.float64
    assert np.asarray(v).sum() == 500000
    w = Vector([1] * 1000)
    view = w.as_numpy()
    del w
    gc.collect()
    assert view.sum() == 1000


def test_python_lists():
    v = Vector([1, 2])
    assert v.to_python() == [1, 2]
    assert list(v.from_python(np.array([3.0, 4.0, 5.0]))) == [3, 4, 5]
    target = [0, 0, 0]
    assert v.to_python(target) is target and target == [3, 4, 5]


def test_arithmetic_makes_new_vectors_and_methods_change_in_place():
    v = Vector([1, 2, 4])
    assert list(v + 1) == [2, 3, 5]
    assert list(1 - v) == [0, -1, -3]
    assert list(v * v) == [1, 4, 16]
    assert list(2 / v) == [2, 1, 0.5]
    assert list(-v) == [-1, -2, -4]
    assert list(abs(-v)) == [1, 2, 4]
    before = v
    v += 1
    assert v is not before and list(before) == [1, 2, 4]
    assert before.add(1) is before and list(before) == [2, 3, 5]
    assert list(before.mul(2).sub(Vector([1, 1, 1])).div(3)) == pytest.approx([1, 5 / 3, 3])
    with pytest.raises(RuntimeError):
        v.add(Vector([1]))
    assert v != v.c() and v.eq(v.c()) == 1.0


def test_size():
    v = Vector([1, 2])
    assert v.resize(4) is v and list(v) == [1, 2, 0, 0]
    assert (len(v), v.size()) == (4, 4)
    assert list(v.append(5, Vector([6, 7]))) == [1, 2, 0, 0, 5, 6, 7]
    assert list(v.remove(1, 3)) == [1, 5, 6, 7]
    assert list(v.insrt(1, 9)) == [1, 9, 5, 6, 7]
    assert v.resize(2.5).size() == 2  # cut to a whole number, as everywhere in hoc
    for wrong in (-1, float("nan"), 1e300):
        with pytest.raises(ValueError, match="size"):
            v.resize(wrong)


def test_filling():
    assert list(Vector(3).indgen()) == [0, 1, 2]
    assert list(Vector(3).indgen(2)) == [0, 2, 4]
    assert list(Vector().indgen(0, 1, 0.25)) == [0, 0.25, 0.5, 0.75, 1]
    with pytest.raises(ValueError, match="step"):
        Vector().indgen(0, 10, 0)
    assert list(Vector(4).fill(1, 1, 2)) == [0, 1, 1, 0]


def test_statistics():
    v = Vector([3, 1, 2])
    assert (v.sum(), v.mean(), v.min(), v.max(), v.min_ind(), v.max_ind()) == (6, 2, 1, 3, 1, 0)
    assert (v.var(), v.stdev(), v.stderr()) == (1, 1, pytest.approx(3**-0.5))
    assert v.sum(1, 2) == 3
    assert (Vector().sum(), Vector().max()) == (0, 0)
    for wrong in (Vector().mean, Vector([1]).var):
        with pytest.raises(RuntimeError):
            wrong()
    assert (v.indwhere(">", 1), v.indwhere("==", 7), v.indwhere("[)", 1, 2)) == (0, -1, 1)
    assert list(v.c().indvwhere(">=", 2)) == [0, 2]
    assert list(Vector().where(v, ">", 1)) == [3, 2]


def test_copies():
    v = Vector([1, 2, 3, 4])
    assert list(v.c(1, 2)) == [2, 3]
    assert list(Vector(2).copy(v, 1)) == [0, 1, 2, 3, 4]
    assert list(Vector().copy(v, 1, 2)) == [2, 3]
    for copied in (copy.deepcopy(v), pickle.loads(pickle.dumps(v))):
        assert copied is not v and list(copied) == [1, 2, 3, 4]


def test_calculus():
    assert list(Vector([1, 4, 9, 16]).deriv(1)) == [3, 4, 6, 7]
    assert list(Vector([1, 4, 9]).deriv(1, 1)) == [3, 5]
    assert list(Vector([1, 2, 3]).integral(0.5)) == [1, 2, 3.5]


def test_interpolation():
    x, y = Vector([0, 1, 2]), Vector([0, 10, 0])
    assert list(Vector().interpolate(Vector([1.5, 0.5, -3, 7]), x, y)) == [5, 5, 0, 0]
    assert y.interpolate(Vector([0.25]), x) is y and list(y) == [2.5]
    for wrong in (
        lambda: Vector().interpolate(x, Vector(), Vector()),
        lambda: Vector().interpolate(x, x, Vector([1])),
        lambda: Vector().interpolate(x, Vector([2, 1]), x),
    ):
        with pytest.raises(ValueError, match="source"):
            wrong()
    with pytest.raises(TypeError):
        Vector().interpolate(x, x, 3)


def test_rotating_nothing():
    assert list(Vector().rotate(3)) == [] and list(Vector().rotate(3, 0)) == []
    with pytest.raises(ValueError):
        Vector([1]).rotate(float("nan"))


def test_histogram_of_an_impossible_width():
    for width in (0, -1, float("nan"), 3):
        with pytest.raises(ValueError, match="width"):
            Vector([1]).histogram(0, 2, width)
    with pytest.raises(ValueError, match="bins"):
        Vector().hist(Vector([1]), 0, 0, 1)


def test_sorting_with_nan_puts_it_last():
    nan = float("nan")
    values = [3, nan, 1, 2, nan] * 20
    ordered = list(Vector(values).sort())
    assert ordered[:60] == [1] * 20 + [2] * 20 + [3] * 20
    assert np.isnan(ordered[60:]).all()
    picked = list(Vector(values).ind(Vector(values).sortindex()))
    assert picked[:60] == ordered[:60]
