# SPDX-License-Identifier: BSD-3-Clause
"""define_shape and pt3dconst; the places are those that NEURON 8.2.7 gives."""

import math

import pytest

import ranvier


def ends(section):
    def point(i):
        return section.x3d(i), section.y3d(i), section.z3d(i)

    return point(0), point(section.n3d() - 1)


def angle(section):
    (x, y, _), (to_x, to_y, _) = ends(section)
    return math.atan2(to_y - y, to_x - x)


def children_of(h, parent, places):
    made = []
    for i, x in enumerate(places):
        child = h.Section(name=f"child{i}")
        child.connect(parent(x))
        made.append(child)
    return made


def test_a_root_lies_along_x(h):
    root = h.Section(name="root")
    root.L, root.diam, root.nseg = 50, 4, 3
    assert h.define_shape() == 1
    assert [root.x3d(i) for i in range(root.n3d())] == pytest.approx([0, 25 / 3, 25, 125 / 3, 50])
    assert {root.diam3d(i) for i in range(root.n3d())} == {4}
    assert root.L == 50


def test_roots_lie_apart(h):
    roots = [h.Section(name=f"root{i}") for i in range(3)]
    h.define_shape()
    assert [root.z3d(0) for root in roots] == [0, 100, 200]


@pytest.mark.parametrize(
    ("places", "angles"),
    [
        ([1], [0]),
        ([1, 1, 1, 1], [0.4, 0.4 / 3, -0.4 / 3, -0.4]),
        ([0, 0, 0], [0.4 - math.pi, math.pi, math.pi - 0.4]),
        ([0.2, 0.8, 0.2, 0.5, 0.5], [-1.1708, 1.5708, -1.9708, 1.9708, 1.1708]),
        ([0.8, 0.2, 0.8], [1.9708, -1.5708, 1.1708]),
    ],
)
def test_children_fan_out(h, places, angles):
    root = h.Section(name="root")
    children = children_of(h, root, places)
    h.define_shape()
    assert [angle(c) for c in children] == pytest.approx(angles, abs=1e-4)
    for child, x in zip(children, places, strict=True):
        assert ends(child)[0] == pytest.approx((x * root.L, 0, 0), abs=1e-5)


def test_a_grandchild_goes_on_in_its_parents_direction(h):
    root, child, grandchild = (h.Section(name=n) for n in ("root", "child", "grandchild"))
    child.connect(root(0.5))
    grandchild.connect(child(1), 1)
    h.define_shape()
    assert angle(grandchild) == pytest.approx(math.pi / 2)
    assert ends(grandchild)[0] == pytest.approx((50, 100, 0), abs=1e-4)


def test_sections_with_points_move_to_their_parents(h):
    root, child, below = (h.Section(name=n) for n in ("root", "child", "below"))
    for y in (0, 10, 20):
        root.pt3dadd(0, y, 0, 1)
    child.pt3dadd(100, 100, 100, 1)
    child.pt3dadd(110, 100, 100, 1)
    child.connect(root(1))
    below.L = 20
    below.connect(child(0.5))
    h.define_shape()
    assert ends(child) == ((0, 20, 0), (10, 20, 0))
    assert ends(below)[1] == pytest.approx((5, 40, 0), abs=1e-5)
    root.L = 40
    assert ends(child)[0] == (0, 20, 0)
    h.define_shape()
    assert ends(root)[1] == (0, 40, 0)
    assert ends(child) == ((0, 40, 0), (10, 40, 0))
    assert child.L == 10


def test_diameters_come_from_the_new_points(h):
    section = h.Section(name="tapering")
    section.nseg = 3
    for x, diameter in ((0.1, 1), (0.5, 2), (0.9, 3)):
        section(x).diam = diameter
    h.define_shape()
    assert [section.diam3d(i) for i in range(section.n3d())] == [1, 1, 2, 3, 3]
    assert [seg.diam for seg in section] == pytest.approx([1.125, 2, 2.875])


def test_pt3dconst_keeps_the_points(h):
    section = h.Section(name="section")
    assert h.pt3dconst(0, sec=section) == 0
    assert h.pt3dconst(1, sec=section) == 0
    section.pt3dadd(0, 0, 0, 1)
    section.pt3dadd(0, 0, 10, 1)
    section.L, section.diam = 100, 7
    assert (section.L, section.diam, section.z3d(1), section.diam3d(1)) == (10, 1, 10, 1)
    assert h.pt3dconst(0, sec=section) == 1
    section.L, section.diam = 100, 7
    assert (section.L, section.diam, section.z3d(1)) == (100, 7, 100)
    assert h.pt3dconst(sec=section) == 0
    with pytest.raises(ranvier.InputError, match="the flag is out of range .*2.*0 or 1"):
        h.pt3dconst(2, sec=section)


def test_mechanism_types(h):
    types = h.MechanismType(0)
    name = h.ref("")
    names = []
    for i in range(types.count()):
        types.select(i)
        assert types.selected(name) == i
        names.append(name[0])
    assert {"hh", "pas", "na_ion"} <= set(names)
    assert "IClamp" not in names
    types.select("pas")
    section = h.Section(name="section")
    types.make(sec=section)
    assert section.has_membrane("pas")
    types.remove(sec=section)
    assert not section.has_membrane("pas")
    points = h.MechanismType(1)
    points.select("IClamp")
    points.selected(name)
    assert name[0] == "IClamp"
    with pytest.raises(ranvier.InputError, match="made by their class"):
        points.make(sec=section)
    with pytest.raises(ranvier.IndexOutOfRange, match="out of range"):
        types.select(1000)
    with pytest.raises(ranvier.InputError, match="allowed: 0 for density"):
        h.MechanismType(2)
