# SPDX-License-Identifier: BSD-3-Clause
"""Builtin classes as Python types: what is made of their tables, and wrong use of them."""

import os
import struct

import pytest

import ranvier


@pytest.fixture
def h():
    return ranvier.World().h


def test_a_method_is_its_own_class_s(h):
    with pytest.raises(TypeError, match="another class"):
        h.Vector.sum(h.File())
    with pytest.raises(TypeError):
        h.Vector.sum(3)
    with pytest.raises(TypeError, match="keyword"):
        h.Vector([1]).sum(start=0)
    with pytest.raises(TypeError, match="keyword"):
        h.File(name="a")
    with pytest.raises(TypeError, match="no such keyword"):
        h.SectionList().append(section=3)
    with pytest.raises(TypeError, match="another class"):
        type(h.String("a")).s.__get__(h.File())


def test_init_need_not_lead_to_ours(h):
    class Forgets(h.Vector):
        def __init__(self):
            pass

    assert Forgets().sum() == 0

    class Named(h.File):
        def first_line(self):
            s = h.ref("")
            self.gets(s)
            return s[0]

    file = Named(os.devnull)
    assert file.ropen() == 1
    assert file.first_line() == ""


def test_an_object_is_one_object(h):
    v = h.Vector([1, 2])
    assert v.append(3) is v
    assert h.ref(v)[0] is v
    section = h.Section(name="a")
    assert next(iter(h.SectionList([section]))) is section
    assert h.SectionRef(section).sec is section
    m = h.Matrix(2, 2)
    assert m.ident() is m
    assert m.setrow(0, [1, 2]).getrow(0).to_python() == [1, 2]  # lists stand for Vectors


def test_functions_of_elements(h):
    v = h.Vector([1, 4, 9])
    assert list(v.apply(lambda x: -x)) == [-1, -4, -9]
    assert v.reduce(lambda x: x * x, 1) == 99

    def fails(x):
        raise KeyError(x)

    with pytest.raises(KeyError):
        v.apply(fails)
    assert list(v) == [-1, -4, -9]
    with pytest.raises(RuntimeError, match="did you mean sqrt"):
        v.apply("sqr")
    with pytest.raises(RuntimeError, match="out of domain"):
        v.apply("sqrt")
    with pytest.raises(RuntimeError, match="number"):
        v.apply(lambda x: "a")


def test_what_is_printed_goes_to_python_s_output(h, capsys):
    assert h.Vector([1, 2.5]).printf() == 2
    assert h.Vector([1, 2.5]).printf("%5.2f|") == 2
    h.Matrix(2, 2).ident().printf()
    # as NEURON 9.0.2 prints to the screen; into files a Vector has other ends of lines
    assert capsys.readouterr().out == "1\t2.5\t\n 1.00| 2.50| 1        0       \n 0        1       \n"


def test_a_full_disk_is_an_error(h):
    file = h.File("/dev/full")
    assert file.wopen() == 1
    with pytest.raises(OSError, match="full"):
        h.Vector(3).fwrite(file)
    with pytest.raises(OSError, match="full"):
        h.Vector(3).vwrite(file)


def test_a_file_that_promises_too_much_is_an_error(h, tmp_path):
    path = tmp_path / "a"
    file = h.File(str(path))
    for head in (struct.pack("2i", 2**31 - 1, 4), struct.pack("2i", -5, 4), struct.pack("2i", 1, 77)):
        path.write_bytes(head)
        assert file.ropen() == 1
        with pytest.raises(RuntimeError):
            h.Vector().vread(file)
    path.write_bytes(bytes(12))
    file.ropen()
    with pytest.raises(RuntimeError, match="fewer"):
        h.Vector().fread(file, 2)
    with pytest.raises(RuntimeError, match="size"):
        h.Vector().fread(file, 1e300)


def test_sizes_that_no_machine_has_are_errors(h):
    for call in (
        lambda: h.Vector(1e12),
        lambda: h.Vector().indgen(0, 1e300, 1),
        lambda: h.Vector([1]).resample(1e300),
        lambda: h.Vector([1]).histogram(0, 1e300, 1),
        lambda: h.Vector([1]).sumgauss(0, 1e300, 1, 1),
        lambda: h.Matrix(1e6, 1e6),
        lambda: h.Matrix(1e300, 1e300, 2),
        lambda: h.Random().geometric(1),
        lambda: h.Random().poisson(1e300),
        lambda: h.Random().binomial(1e300, 0.5),
        lambda: h.Random().erlang(1, 1e-300),
    ):
        with pytest.raises(ValueError):
            call()


def test_help_shows_signatures(h):
    assert h.Vector.psth.__doc__.startswith("psth(counts, dt, trials, size) -> Vector")
    assert "histogram" in dir(h.Vector)
    assert h.File.__doc__.startswith("File([name])")


def test_sections_belong_to_their_world(h):
    other = ranvier.World().h
    foreign = other.Section(name="x")
    with pytest.raises(TypeError, match="of this world"):
        h.SectionList([foreign])
    section = h.Section(name="a")
    many = [h.Section(name="gone") for _ in range(3)]
    listed = h.SectionList([section, *many])
    assert len(listed) == 4
    many.clear()  # nobody else keeps them
    assert list(listed) == [section]
