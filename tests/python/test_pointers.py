# SPDX-License-Identifier: BSD-3-Clause
"""POINTER variables connected from scripts."""

import pytest

GAP = """
NEURON { POINT_PROCESS Pg NONSPECIFIC_CURRENT i RANGE g, i POINTER vother }
PARAMETER { g = 0.01 }
ASSIGNED { v i vother }
BREAKPOINT { i = g*(v - vother) }
"""
DENSITY = """
NEURON { SUFFIX pd RANGE seen POINTER there }
ASSIGNED { seen there }
INITIAL { seen = there }
"""


@pytest.fixture
def h(h):
    h._world._load_mechanism_text("Pg.mod", GAP)
    h._world._load_mechanism_text("pd.mod", DENSITY)
    return h


def test_a_point_process(h):
    a, b = h.Section(name="a"), h.Section(name="b")
    gap, back = h.Pg(a(0.5)), h.Pg(b(0.5))
    h.setpointer(b(0.5)._ref_v, "vother", gap)
    back._ref_vother = a(0.5)._ref_v
    h.finitialize(-65)
    b.v = -50
    assert gap.vother == -50 and gap._ref_vother == b(0.5)._ref_v
    gap.vother = -55
    assert b(0.5).v == -55
    h.fcurrent()
    assert gap.i == pytest.approx(0.01 * (-65 + 55))


def test_a_point_process_in_hoc(h):
    h(
        """create a, b
        objref gap, back, stim
        b gap = new Pg(0.5)
        a { back = new Pg(0.5)  stim = new IClamp(0.5) }
        setpointer gap.vother, a.v(0.5)
        setpointer back.vother, gap.g
        """
    )
    h.finitialize(-65)
    h.a.v = -50
    assert (h.gap.vother, h.back.vother) == (-50, 0.01)
    with pytest.raises(RuntimeError, match=r"no POINTER of this name.*vothr.*vother"):
        h("setpointer gap.vothr, a.v(0.5)")
    with pytest.raises(RuntimeError, match="POINTER"):
        h("setpointer stim.amp, a.v(0.5)")


def test_numbers_of_hoc(h):
    h(
        """create a
        objref gap, box
        a gap = new Pg(0.5)
        x = 3
        double row[4]
        begintemplate Box
        public y
        y = 5
        endtemplate Box
        box = new Box()
        setpointer gap.vother, x
        """
    )
    assert h.gap.vother == 3
    h.x = 4
    assert h.gap.vother == 4
    h("setpointer gap.vother, row[2]")
    h("row[2] = 7")
    h.gap.vother += 1
    assert h.row[2] == 8
    h("setpointer gap.vother, box.y")
    h("objref box")  # what it points to stays, and no other number is touched
    h.gap.vother = 6
    assert h.gap.vother == 6
    h("double row[3]")
    h("setpointer gap.vother, row[2]")
    h("double row[3]")
    h.gap.vother = 9
    assert (h.gap.vother, h.row[2]) == (9, 0)


def test_a_threshold_that_a_mechanism_moves(h):
    """ModelDB 93326: a POINTER on a NetCon's threshold decides when it fires."""
    h(
        """create a
        objref gap, nc, times, nil
        a { insert hh  gap = new Pg(0.5)  nc = new NetCon(&v(0.5), nil) }
        times = new Vector()
        nc.record(times)
        setpointer gap.vother, nc.threshold
        gap.g = 0
        """
    )
    assert h.gap.vother == 10
    h.gap.vother = -70
    assert h.nc.threshold == -70
    h.finitialize(-75)
    while h.t < 5 and not len(h.times):
        h.fadvance()
    assert -70 < h.a(0.5).v < -69
    h.gap.vother = 200
    h.finitialize(-75)
    while h.t < 5:
        h.fadvance()
    assert not len(h.times)


def test_a_density_mechanism(h):
    s = h.Section(name="s")
    s.nseg = 3
    s.insert("pd")
    numbers = h.Vector([1, 2, 3])
    h.setpointer(h._ref_celsius, "there", s(0.1).pd)
    s(0.5).pd._ref_there = numbers._ref_x[2]
    s(0.9)._ref_there_pd = s(0.5)._ref_v
    h.celsius = 20
    h.finitialize(-60)
    assert [seg.pd.seen for seg in s] == [20, 3, -60]


def test_what_cannot_be_connected(h):
    s = h.Section(name="s")
    gap = h.Pg(s(0.5))
    with pytest.raises(RuntimeError, match=r"vother.*points to nothing|POINTER"):
        _ = gap.vother
    with pytest.raises(TypeError, match="reference"):
        gap._ref_vother = 3
    with pytest.raises(ValueError, match=r"no POINTER of this name.*vother"):
        h.setpointer(s(0.5)._ref_v, "vothr", gap)
    with pytest.raises(TypeError, match="belongs to an instance"):
        h.setpointer(s(0.5)._ref_v, "vother", s)
    other = h.Section(name="other")
    gap._ref_vother = other(0.5)._ref_v
    h.delete_section(sec=other)
    with pytest.raises(RuntimeError, match=r"other\(0.5\)"):
        _ = gap.vother
