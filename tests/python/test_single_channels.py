# SPDX-License-Identifier: BSD-3-Clause
"""KSChan.single: channels that open and close one by one. Numbers are NEURON 9.0.2's, from the same program."""

from __future__ import annotations

import pytest

import ranvier

pytestmark = pytest.mark.needs_clang  # their random numbers come through C


@pytest.fixture
def h():
    world = ranvier.World()
    world.h.load_file("stdrun.hoc")
    return world.h


def channel(h, name, *, has_inactive=False, is_point=1):
    """C <-> O (<-> I) with rates over v; what conducts is O."""
    made = h.KSChan(is_point)
    made.name(name)
    made.ion("k")
    made.iv_type(0)
    made.gmax(0.0001)
    closed = made.add_ksstate(None, name + "C")
    opened = made.add_ksstate(made.gate(0), name + "O")
    opened.frac(1)
    there = made.add_transition(closed, opened)
    there.type(0)
    there.set_f(0, 2, h.Vector([0.5, 0.05, -40]))
    there.set_f(1, 2, h.Vector([0.4, -0.03, -50]))
    if has_inactive:
        inactive = made.add_ksstate(made.gate(0), name + "I")
        on = made.add_transition(opened, inactive)
        on.type(1)
        on.set_f(0, 4, h.Vector([1, 0.1, -30]))
        on.set_f(1, 1, h.Vector([3]))
    return made


FIRST = """353 0 0 0|33 0 0 0|195 0 0 0|1534 1 1 1|519 0 0 0|9957 9 9 9|81462 57 61 53
-65836.5437325 -60 -58.5718422672 -58.3352373357|0.0519 0 0 0|189.235805603 0.0969 0.114335216408 0.0950933596544"""
SECOND = """189 0|384 0|74 0|252 1|640 0|11118 9|80641 48
-65655.5652257 -58.2668616562|0.064 0|187.303398805 0.0935640438769"""


def numbers(text):
    return [[float(x) for x in one.split()] for one in text.replace("\n", "|").split("|")]


def test_runs_are_those_of_neuron(h):
    two, three = channel(h, "two"), channel(h, "tri", has_inactive=True)
    assert (two.single(), two.vres(), two.rseed()) == (0, 0.1, 0)
    assert (two.single(1), three.single(1)) == (1, 1)
    s = h.Section(name="s")
    s.L = s.diam = 20
    s.insert("pas")
    s.e_pas = -50
    place = s(0.5)
    one, another, ten, many = h.two(place), h.tri(place), h.tri(place), h.two(place)
    ten.Nsingle, many.Nsingle = 10, 200
    assert (one.Nsingle, ten.Nsingle, one.nsingle(), ten.nsingle()) == (1, 10, 1, 1)
    two.rseed(7)
    assert three.rseed() == 7  # one sequence for all
    clamp = h.IClamp(place)
    clamp.delay, clamp.dur, clamp.amp = 5, 10, 0.3
    watched = [
        one._ref_twoO,
        another._ref_triC,
        another._ref_triO,
        ten._ref_triC,
        ten._ref_triO,
        ten._ref_triI,
    ]
    watched += [many._ref_twoO, place._ref_v, ten._ref_g, many._ref_i]
    recorded = [h.Vector().record(ref) for ref in watched]
    h.tstop, h.v_init = 30, -60
    h.run()
    for values, expected in zip(recorded, numbers(FIRST), strict=True):
        assert [values.sum(), values[0], values[100], values[-1]] == pytest.approx(
            expected, rel=1e-10, abs=1e-12
        )
    assert (two.rseed(), one.nsingle(), ten.nsingle()) == (5401, 1, 10)
    three.vres(5)
    assert two.vres() == 5
    two.rseed(3)
    h.run()
    for values, expected in zip(recorded, numbers(SECOND), strict=True):
        assert [values.sum(), values[-1]] == pytest.approx(expected, rel=1e-10, abs=1e-12)
    assert two.rseed() == 4209
    many.nsingle(3)  # until the next initialisation; the parameter stays
    assert (many.Nsingle, many.nsingle()) == (200, 3)
    one.Nsingle = 0  # none: the scheme of many
    h.finitialize(-60)
    assert one.twoO == pytest.approx(0.2541013656, rel=1e-8)
    h.fadvance()
    assert one.twoO == pytest.approx(0.2541204534, rel=1e-8)


def test_a_scheme_without_transitions_has_none(h):
    made = h.KSChan(1)
    made.name("still")
    made.add_ksstate(None, "stillC")
    made.add_ksstate(made.gate(0), "stillO").frac(1)
    assert made.single(1) == 0
    s = h.Section(name="s")
    point = h.still(s(0.5))
    h.finitialize(-65)
    h.fadvance()
    assert (point.stillC, point.stillO) == (1, 0)  # as in NEURON


def test_only_one_gate_of_a_scheme_has_them(h, capfd):
    assert channel(h, "spread", is_point=0).single(1) == 0
    made = channel(h, "edited")
    assert made.single(1) == 1
    made.gate(0).power(2)
    assert made.single() == 0
    assert made.single(1) == 0
    assert "one gate" in capfd.readouterr().err
    made.gate(0).power(1)
    assert made.single(1) == 1
    made.add_ksstate(made.gate(0), "editedX")
    assert made.single() == 0
    assert made.single(1) == 1
    made.remove_state(2)
    assert made.single() == 0
    assert made.single(1) == 1
    made.trans(0).type(1)
    assert made.single() == 1
    assert made.single(0) == 0


def test_counts_stay_whole_and_what_is_wrong_is_said(h):
    made = channel(h, "two")
    made.single(1)
    s = h.Section(name="s")
    point = h.two(s(0.5))
    point.Nsingle = 5
    h.finitialize(-20)
    for _ in range(2000):
        h.fadvance()
        assert point.twoC + point.twoO == 5
        assert point.twoO == int(point.twoO) >= 0
    for wrong in (-1, 0, 1e10, float("nan")):
        with pytest.raises(ranvier.InputError, match="vres"):
            made.vres(wrong)
    with pytest.raises(ranvier.InputError, match="rseed"):
        made.rseed(-1)
    with pytest.raises(ranvier.InputError, match="single"):
        made.single(2)
    h.CVode().active(1)
    with pytest.raises(ranvier.StateError, match="variable step cannot take"):
        h.finitialize(-60)
        h.CVode().solve(1)
    h.CVode().active(0)
    h.finitialize(-60)
    h.fadvance()


def test_a_checkpoint_goes_on_with_the_same_numbers(tmp_path):
    world = ranvier.World()
    h = world.h
    h.load_file("stdrun.hoc")
    made = channel(h, "two")
    made.single(1)
    made.rseed(11)
    made.vres(0.2)
    s = h.Section(name="s")
    point = h.two(s(0.5))
    point.Nsingle = 20
    h.finitialize(-20)
    h.continuerun(2)
    assert made.rseed() > 11
    world.save(tmp_path / "channels.rv")
    h.continuerun(6)
    other = ranvier.World.load(tmp_path / "channels.rv")
    other.h.load_file("stdrun.hoc")
    other.h.continuerun(6)
    (again,) = other.h.List("two")
    assert (again.twoO, again.twoC, again.nsingle()) == (point.twoO, point.twoC, 20)
    assert other.h.KSChan().rseed() == made.rseed()
    assert other.h.KSChan().vres() == 0.2
