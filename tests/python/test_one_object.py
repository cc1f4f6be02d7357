# SPDX-License-Identifier: BSD-3-Clause
"""NetCon, CVode, ParallelContext and others are one object, whichever language made it or looks at it."""

import gc

import pytest

import ranvier


@pytest.fixture
def h():
    return ranvier.World().h


CELL = """
begintemplate Cell
public soma, syn, nc
create soma
objref syn, nc
proc init() { soma { insert hh syn = new ExpSyn(0.5) } }
endtemplate Cell
objref cell, other, nc, clamp, nil
cell = new Cell()
other = new Cell()
"""


def test_what_hoc_makes_python_sees(h):
    h(CELL + "cell.soma nc = new NetCon(&v(0.5), other.syn, -10, 2, 0.5)")
    nc = h.nc
    assert isinstance(nc, h.NetCon)
    assert repr(nc) == nc.hname() == "NetCon[0]"
    assert (nc.threshold, nc.delay, nc.weight[0], nc.wcnt()) == (-10, 2, 0.5, 1)
    assert nc.precell().same(h.cell)
    assert nc.postcell().same(h.other)
    assert nc.preseg().sec.cell().same(h.cell)
    assert h.List("NetCon")[0] is nc
    nc.weight[0] = 0.75
    nc.delay = 3
    h("{ w = nc.weight[0]  d = nc.delay }")
    assert (h.w, h.d) == (0.75, 3)


def test_what_python_makes_hoc_sees(h):
    soma = h.Section(name="soma")
    syn = h.ExpSyn(soma(0.5))
    nc = h.NetCon(soma(0.5)._ref_v, syn, sec=soma)
    h("objref nc, l, c\nc = new CVode()")
    h.nc = nc
    assert h.nc is nc
    h('{ nc.delay = 4  nc.weight = 2  l = c.netconlist("", "", nc.syn) }')
    assert (nc.delay, nc.weight[0], h.l.count()) == (4, 2, 1)
    assert h.l.o(0) is nc
    assert nc.syn() is syn


class Owner:
    pass


def test_cells_of_python_are_known_to_hoc(h):
    owner = Owner()
    soma = h.Section(name="soma", cell=owner)
    syn = h.ExpSyn(soma(0.5))
    nc = h.NetCon(soma(0.5)._ref_v, syn, sec=soma)
    assert nc.precell() is owner
    assert nc.postcell() is owner
    assert h.CVode().netconlist(owner, "", "").count() == 1
    assert h.CVode().netconlist(Owner(), "", "").count() == 0


def test_a_netcon_ends_with_its_last_holder(h):
    h(CELL + "nc = new NetCon(nil, cell.syn)")
    held = h.nc
    h("objref nc")
    assert h.List("NetCon").count() == 1
    del held
    gc.collect()
    assert h.List("NetCon").count() == 0


def test_point_processes_live_as_long_as_somebody_holds_them(h):
    soma = h.Section(name="soma")
    syn = h.ExpSyn(soma(0.5))
    nc = h.NetCon(None, syn)
    h("objref o")
    h.o = nc.syn()
    del syn
    gc.collect()
    assert nc.valid()
    assert h.List("ExpSyn").count() == 1
    h("objref o")
    gc.collect()
    assert not nc.valid()
    assert nc.syn() is None


def test_errors_say_what_is_wrong(h):
    soma = h.Section(name="soma")
    h("objref nc, o, s\no = new List()\ncreate dend")
    for statement, words in (
        ("nc = new NetCon(o, o)", "a point process or NULLobject"),
        ("nc = new NetCon(3, s)", "a reference to a number"),
        ("dend o = new IClamp(0.5)\nnc = new NetCon(s, o)", "receives no events"),
        ("nc = new NetCon(s, s, 0, -1)", "delay is out of range"),
        ("nc = new NetCon(s, s)\nnc.weight[3] = 1", "index of the weight"),
        ("nc = new NetCon(s, s)\nnc.record(3)", "a Vector, a statement or a callable"),
        ("nc = new NetCon(s, s)\nnc.nothing()", "no public member"),
        ('o = new FInitializeHandler(7, "x = 1")', "type is out of range"),
        ("o = new FInitializeHandler()", "a statement or a callable"),
        ("o = new CVode()\no.event(1, 2)", "a statement or a callable"),
        ("o = new CVode()\no.use_daspk(1)", "not supported"),
        ("o = new MechanismType(2)", "0 for density mechanisms"),
        ("o = new MechanismType(0)\no.select(99)", "out of range"),
        ('o = new ParallelContext()\no.take("key")', "no message"),
        ("o = new ParallelContext()\no.set_gid2node(0.5, 0)", "whole number"),
        ("o = new ParallelContext()\no.upkscalar()", "nothing (more) is in the message"),
        ("o = new KSState()", "made by a KSChan"),
        ("o = new NMODLRandom()\no.uniform()", "no RANDOM variable"),
        ('o = new KSChan()\no.name("9x")', "a name"),
        ('o = new KSChan()\no.ion("zz")', "zz"),
        ("o = new KSChan()\no.single(2)", "out of range"),
    ):
        with pytest.raises(ranvier.Error) as error:
            h(statement)
        assert words in str(error.value), (statement, str(error.value))
    assert soma.L == 100


def test_an_error_in_a_statement_at_a_time_ends_the_run(h):
    h("create soma\nobjref c, f\nc = new CVode()")
    h('f = new FInitializeHandler("c.event(1, \\"nothing_of_this_name(3)\\")")')
    h.finitialize(-65)
    with pytest.raises(ranvier.Error, match="nothing_of_this_name"):
        h.continuerun(2)


def test_python_gets_ints_and_bools(h):
    pc, types = h.ParallelContext(), h.MechanismType(0)
    assert type(pc.nhost()) is int
    assert type(pc.id()) is int
    assert type(types.count()) is int
    assert type(types.is_ion()) is bool
    assert type(h.CVode().active()) is bool


def test_a_channel_described_in_python(h):
    channel = h.KSChan()
    channel.name("described")
    channel.ion("k")
    channel.gmax(0.036)
    state = channel.add_hhstate("n")
    state.gate().power(4)
    rates = channel.trans(0)
    rates.set_f(0, 3, h.Vector([0.1, 0.1, -55]))
    rates.set_f(1, 2, h.Vector([0.125, -1 / 80, -65]))
    soma = h.Section(name="soma")
    soma.insert("described")
    assert soma(0.5).described.gmax == 0.036
    h.finitialize(-65)
    assert soma(0.5).described.n == pytest.approx(0.3176769140606974, rel=1e-12)  # of NEURON 9.0.2
    assert soma(0.5).described.g == pytest.approx(0.00036664445560691153, rel=1e-12)
    assert soma(0.5).ik == pytest.approx(0.004399733467282938, rel=1e-12)
    # described anew while it stands in a section
    state.gate().power(1)
    assert soma.has_membrane("described")
    h.finitialize(-65)
    assert soma(0.5).described.g == pytest.approx(0.036 * 0.3176769140606974, rel=1e-12)


def test_a_mistaken_channel_harms_no_other_mechanism(h):
    channel = h.KSChan()
    channel.name("mistaken")
    channel.add_hhstate("if")  # no name of NMODL
    soma = h.Section(name="soma")
    soma.insert("hh")
    with pytest.raises(ranvier.Error):
        soma.insert("mistaken")
