# SPDX-License-Identifier: BSD-3-Clause
"""Density mechanisms, ions, references."""

import pytest


@pytest.fixture
def soma(h):
    s = h.Section(name="soma")
    s.insert("hh")
    return s


def test_defaults(h, soma):
    soma.insert(h.pas)
    assert (soma.g_pas, soma.e_pas) == (0.001, -70)
    assert (soma.gnabar_hh, soma.gkbar_hh, soma.gl_hh, soma.el_hh) == (0.12, 0.036, 0.0003, -54.3)
    assert (soma.ena, soma.ek, soma.nai, soma.nao, soma.ki, soma.ko) == (50, -77, 10, 140, 54.4, 2.5)
    assert (h.celsius, h.usetable_hh, h.nai0_na_ion) == (6.3, 1, 10)


def test_every_notation_reaches_the_same_number(soma):
    seg = soma(0.5)
    for write in (
        lambda x: setattr(soma, "gnabar_hh", x),
        lambda x: setattr(seg, "gnabar_hh", x),
        lambda x: setattr(seg.hh, "gnabar", x),
        lambda x: seg._ref_gnabar_hh.__setitem__(0, x),
        lambda x: seg.hh._ref_gnabar.__setitem__(0, x),
    ):
        write(0.5)
        reads = (
            soma.gnabar_hh,
            seg.gnabar_hh,
            seg.hh.gnabar,
            seg._ref_gnabar_hh[0],
            soma(0.4).hh._ref_gnabar[0],
        )
        assert reads == (0.5,) * 5
        write(0.25)
        assert seg.hh.gnabar == 0.25


def test_insert_is_silent_when_repeated(h, soma):
    assert soma.insert("hh") is soma
    assert soma.uninsert("pas") is soma
    assert soma.has_membrane("hh") and not soma.has_membrane("pas") and not soma.has_membrane("nosuch")
    with pytest.raises(TypeError):
        soma.has_membrane(h.hh)
    soma.uninsert("hh")
    assert not soma.has_membrane("hh")
    assert soma.has_membrane("na_ion")  # ions stay


def test_names_that_do_not_exist(h, soma):
    with pytest.raises(ValueError, match=r"soma.*nosuch"):
        soma.insert("nosuch")
    with pytest.raises(ValueError, match="h.IClamp"):
        soma.insert("IClamp")
    other = h.Section(name="other")
    for use in (lambda: other.gnabar_hh, lambda: other(0.5).hh, lambda: other(0.5).gnabar_hh):
        with pytest.raises(
            AttributeError, match=r"hh does not exist.*other\(0.5\)|other\(0.5\).*hh does not exist"
        ):
            use()
    with pytest.raises(AttributeError, match="nosuch"):
        soma(0.5).hh.nosuch  # noqa: B018


def test_iteration(soma):
    assert sorted(m.name() for m in soma(0.5)) == ["hh", "k_ion", "na_ion"]
    names = [v.name() for v in soma(0.5).hh]
    assert names[:4] == ["gnabar_hh", "gkbar_hh", "gl_hh", "el_hh"]
    assert names[-3:] == ["m_hh", "h_hh", "n_hh"]
    assert str(soma(0.5).hh) == "hh"
    assert [m.is_ion() for m in soma(0.5) if m.name() == "na_ion"] == [True]
    assert {"v", "hh", "gnabar_hh"} <= set(dir(soma(0.5)))


def test_references(h, soma):
    a, b = soma(0.5)._ref_v, soma(0.5)._ref_v
    assert a == b and a is not b and hash(a) == hash(b)
    assert a != soma(0.5).hh._ref_m
    a[0] = -50
    assert b[0] == soma(0.5).v == -50
    for index in (1, -1):
        with pytest.raises(IndexError):
            a[index]
    others = [h.Section(name=f"s{i}") for i in range(20)]
    for s in others:
        s.nseg = 5
    h.finitialize(-65)  # everything is laid out anew
    soma(0.5).v = -33
    assert a[0] == -33
    with pytest.raises(AttributeError):
        soma._ref_v  # noqa: B018


def test_a_reference_follows_its_segment_when_nseg_changes(h, soma):
    ref = soma(0.5)._ref_v
    soma.nseg = 101
    soma(0.5).v = -33
    assert ref[0] == -33


def test_units(h):
    assert [h.units(n) for n in ("gnabar_hh", "t", "v", "L", "tstop")] == ["S/cm2", "ms", "mV", "um", "ms"]
    with pytest.raises(RuntimeError, match="nosuch"):
        h.units("nosuch")


def test_top_level_names(h):
    with pytest.raises(AttributeError, match="no such name"):
        h.nosuch  # noqa: B018
    with pytest.raises(LookupError, match="nosuch"):
        h.nosuch = 1
    with pytest.raises(AttributeError, match="did you mean IClamp"):
        h.IClam  # noqa: B018
    with pytest.raises(TypeError, match="celsius must be a number"):
        h.celsius = "warm"
    assert {"IClamp", "hh", "finitialize", "tstop", "Vector"} <= set(dir(h))


def test_user_mechanisms(h, tmp_path):
    (tmp_path / "leak2.mod").write_text(
        "NEURON { SUFFIX leak2 NONSPECIFIC_CURRENT i RANGE g, e }\n"
        "PARAMETER { g = .002 (S/cm2) e = -60 (mV) }\n"
        "ASSIGNED { v (mV) i (mA/cm2) }\n"
        "BREAKPOINT { i = g*(v - e) }\n"
    )
    assert h.nrn_load_mod(str(tmp_path)) == 1
    s = h.Section(name="s")
    s.insert("leak2")
    assert (s.g_leak2, s.e_leak2) == (0.002, -60)
    h.dt = 1e6
    h.finitialize(-65)
    for _ in range(3):
        h.fadvance()
    assert s.v == pytest.approx(-60, abs=1e-3)
    assert h.nrn_load_mod(str(tmp_path)) == 0  # nothing changed


def test_an_ion_of_the_users_own(h, tmp_path):
    (tmp_path / "mgleak.mod").write_text(
        "NEURON { SUFFIX mgleak USEION mg READ emg WRITE img VALENCE 2 RANGE g }\n"
        "PARAMETER { g = .001 (S/cm2) }\n"
        "ASSIGNED { v (mV) emg (mV) img (mA/cm2) }\n"
        "BREAKPOINT { img = g*(v - emg) }\n"
    )
    h.nrn_load_mod(str(tmp_path / "mgleak.mod"))
    s = h.Section(name="s")
    s.insert("mgleak")
    s.emg = -10
    assert s.has_membrane("mg_ion")
    h.finitialize(-65)
    h.fcurrent()
    assert s.img == pytest.approx(0.001 * (-65 + 10))


def test_ions(h, soma):
    assert [h.ion_charge(ion) for ion in ("na_ion", "k_ion", "ca_ion")] == [1, 1, 2]
    with pytest.raises(ValueError, match="hh.*not an ion's mechanism"):
        h.ion_charge("hh")
    assert h.ion_style("na_ion", sec=soma) == 8
    assert h.ion_style("ca_ion", sec=soma) == -1
    assert h.ion_style("na_ion", 3, 2, 1, 1, 1, sec=soma) == 8
    assert h.ion_style("na_ion", sec=soma) == 119
    with pytest.raises(TypeError, match="ion_style"):
        h.ion_style("na_ion", 3, sec=soma)
    with pytest.raises(ValueError, match=r"e_style.*0, 1, 2 or 3"):
        h.ion_style("na_ion", 1, 4, 1, 1, 1, sec=soma)
    h.ion_register("zn", 2)
    h.ion_register("zn", 2)
    soma.insert("zn_ion")
    assert (h.ion_charge("zn_ion"), soma.ezn, soma.zni, soma.zno) == (2, 0, 1, 1)
    with pytest.raises(RuntimeError, match="another charge"):
        h.ion_register("zn", 1)


def test_nernst_and_ghk(h, soma):
    h.celsius = 20  # expected: NEURON 9.0.2
    assert h.nernst(5, 150, 1) == pytest.approx(85.92007026837902, rel=1e-14)
    assert h.nernst(5, 1, -2) == pytest.approx(20.32857888143978, rel=1e-14)
    assert (h.nernst(0, 1, 1), h.nernst(1, 0, 1), h.nernst(1, 2, 0)) == (1e6, -1e6, 0)
    soma.ena = 50
    found = [h.nernst(name, sec=soma) for name in ("ena", "nai", "nao")]
    assert found == pytest.approx([66.66710742086147, 19.343617324611035, 72.37529447084177], rel=1e-14)
    currents = [
        h.ghk(-65, 5e-5, 2, 2),
        h.ghk(0, 5e-5, 2, 2),
        h.ghk(1e-10, 10, 140, 1),
        h.ghk(10, 10, 140, -1),
    ]
    expected = [-1997.7337147946164, -385.93167996002774, -12543.093176001656, 15571.033118934864]
    assert currents == pytest.approx(expected, rel=1e-13)
    with pytest.raises(ValueError, match="neither a concentration nor a reversal"):
        h.nernst("gnabar_hh", sec=soma)


SHOWS_CURRENTS = """
NEURON { SUFFIX shows USEION k READ ek WRITE ik USEION na READ ina, nai RANGE g, ik, ina, ek, nai, twice }
PARAMETER { g = 0.001 }
ASSIGNED { v ek ik ina nai twice }
BREAKPOINT { ik = g*(v - ek)  twice = 2*ina }
"""


def test_currents_of_ions_that_range_names(h, tmp_path):
    """As the mechanism has them; of the rest there is only the ion's number. Numbers: NEURON 9.0.2."""
    (tmp_path / "shows.mod").write_text(SHOWS_CURRENTS)
    h.nrn_load_mod(str(tmp_path / "shows.mod"))
    section = h.Section(name="s")
    section.insert("shows")
    section.insert("hh")
    h.finitialize(-65)
    segment = section(0.5)
    assert segment.shows.ik == segment.ik_shows == 0.012
    assert segment.ik == pytest.approx(0.01639973346728294, rel=1e-14)
    assert segment.shows.ina == segment.shows.twice / 2 == pytest.approx(-0.001363827687375805, rel=1e-13)
    recorded = h.Vector().record(segment._ref_ik_shows)
    h.finitialize(-65)
    section(0.5).ek = -80
    h.fadvance()
    assert segment.ik_shows == pytest.approx(0.015, rel=1e-14)  # at the v that the step began with
    assert list(recorded) == [0.012, segment.ik_shows]
    segment.ik_shows = 7
    assert segment.ik != 7
    h.fcurrent()
    assert segment.ik_shows == 0.001 * (segment.v + 80)
    for name in ("ek", "nai"):
        assert not hasattr(segment.shows, name)
        assert name not in dir(segment.shows)
