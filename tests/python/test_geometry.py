# SPDX-License-Identifier: BSD-3-Clause
"""3-d points and the shape that the equations see."""

import math

import pytest


def cone(h):
    s = h.Section(name="cone")
    s.pt3dclear()
    s.pt3dadd(0, 0, 0, 10)
    s.pt3dadd(100, 0, 0, 20)
    return s


def test_points_give_length_and_mean_diameters(h):
    s = cone(h)
    s.nseg = 3
    assert s.L == 100
    assert [seg.diam for seg in s] == pytest.approx([35 / 3, 15, 55 / 3])
    slant = math.hypot(100, 5)  # the radius grows by 5
    assert sum(seg.area() for seg in s) == pytest.approx(math.pi * 15 * slant)
    # integral of rho / (pi r^2): 4 rho L / (pi d0 d1)
    assert s.n3d() == 2
    assert s.arc3d(1) == 100
    assert (s.x3d(1), s.y3d(1), s.z3d(1), s.diam3d(1)) == (100, 0, 0, 20)


def test_axial_resistance_is_the_integral(h):
    s = cone(h)
    s.nseg = 1
    between = s(0.5).ri() + s(1).ri()
    assert between == pytest.approx(0.01 * 4 * s.Ra * 100 / (math.pi * 10 * 20))


def test_setting_L_scales_the_points(h):
    s = cone(h)
    s.L = 200
    assert s.x3d(1) == 200
    assert s.arc3d(1) == 200


def test_setting_diam_on_the_section_rewrites_the_points(h):
    s = cone(h)
    s.diam = 4
    assert [seg.diam for seg in s] == [4]
    h.finitialize(-65)
    assert [s.diam3d(i) for i in range(2)] == [4, 4]


def test_nseg_recomputes_diameters_from_the_points(h):
    s = cone(h)
    assert s.diam == pytest.approx(15)
    s.nseg = 2
    assert [seg.diam for seg in s] == pytest.approx([12.5, 17.5])


def test_clearing_keeps_L_and_diam(h):
    s = cone(h)
    assert s.diam == pytest.approx(15)
    s.pt3dclear()
    assert (s.n3d(), s.L) == (0, 100)
    assert s.diam == pytest.approx(15)


def test_points_can_be_edited(h):
    s = cone(h)
    s.pt3dinsert(1, 50, 0, 0, 30)
    assert [s.diam3d(i) for i in range(3)] == [10, 30, 20]
    s.pt3dchange(1, 15)
    s.pt3dchange(2, 110, 0, 0, 20)
    assert (s.diam3d(1), s.L) == (15, 110)
    s.pt3dremove(2)
    assert s.L == 50
    assert h.pt3dadd(120, 0, 0, 5, sec=s) == 1.0
    assert h.n3d(sec=s) == 3
    many = [h.Vector(values) for values in ([0, 10], [0, 0], [0, 0], [1, 1])]
    t = h.Section(name="t")
    h.pt3dadd(*many, sec=t)
    assert t.L == 10


def test_a_negative_diameter_marks_a_spine(h):
    s = h.Section(name="s")
    s.pt3dadd(0, 0, 0, -4)
    s.pt3dadd(10, 0, 0, 4)
    assert s.diam3d(0) == 4
    assert (h.spine3d(0, sec=s), h.spine3d(1, sec=s)) == (1.0, 0.0)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_points_must_be_finite(h, value):
    s = h.Section(name="s")
    with pytest.raises(ValueError, match="finite"):
        s.pt3dadd(value, 0, 0, 1)


def test_index_errors_name_the_section(h):
    s = cone(h)
    for use in (lambda: s.x3d(2), lambda: s.pt3dremove(-1), lambda: s.pt3dchange(7, 1)):
        with pytest.raises(IndexError, match="cone"):
            use()


@pytest.mark.parametrize(
    ("points", "nseg", "expected"),
    [
        ([(0, 0), (10, 1), (30, 1)], 1, [1273239544735168.8]),
        ([(0, 1), (10, 1), (15, 0), (30, 1)], 2, [9.549296585513721, 3819718634205491.5]),
        ([(0, 1), (10, 1), (10, 0), (30, 1)], 1, [2546479089470337.5]),
        ([(0, 0), (0, 1), (30, 1)], 2, [1273239544735172.2, 19.098593171027442]),
    ],
)
def test_a_point_of_no_diameter_lets_next_to_nothing_through(h, points, nseg, expected):
    """Numbers of NEURON 9.0.2, with Ra 100."""
    s = h.Section(name="s")
    s.Ra = 100
    for x, diameter in points:
        s.pt3dadd(x, 0, 0, diameter)
    s.nseg = nseg
    assert [seg.ri() for seg in s] == pytest.approx(expected, rel=1e-12)
