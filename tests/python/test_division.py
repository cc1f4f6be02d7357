# SPDX-License-Identifier: BSD-3-Clause
"""How scripts divide cells among threads and into pieces, and what they ask about it (ParallelContext)."""

from __future__ import annotations

import pytest

import ranvier


@pytest.fixture
def pc(h):
    return h.ParallelContext()


def cells(h, count):
    """The roots of that many cells of two sections, and what hangs on them."""
    somas = [h.Section(name=f"soma{i}") for i in range(count)]
    dends = [h.Section(name=f"dend{i}") for i in range(count)]
    for soma, dend in zip(somas, dends, strict=True):
        dend.connect(soma(1))
    return somas, dends


def listed(h, *sections):
    found = h.SectionList()
    for section in sections:
        found.append(section)
    return found


def partition(pc, thread):
    return [s.name() for s in pc.get_partition(thread)]


def test_cells_come_in_blocks(h, pc):
    roots, _ = cells(h, 5)
    assert partition(pc, 0) == [r.name() for r in roots]
    assert pc.nthread(2) == 2
    assert [partition(pc, i) for i in range(2)] == [["soma0", "soma1", "soma2"], ["soma3", "soma4"]]


def test_a_partition_is_kept(h, pc):
    (a, b, c), (_, dend, _) = cells(h, 3)
    pc.nthread(2)
    mine = listed(h, a)
    pc.partition(0, mine)
    pc.partition(1, listed(h, b, c))
    assert [partition(pc, i) for i in range(2)] == [["soma0"], ["soma1", "soma2"]]
    assert [pc.sec_in_thread(sec=s) for s in (a, b, dend)] == [False, True, True]
    mine.remove(a)  # the list is the script's own
    assert partition(pc, 0) == []
    h.delete_section(sec=c)
    assert partition(pc, 1) == ["soma1"]
    h.finitialize()  # that it is not all of the model's cells hurts nobody
    pc.nthread(3)
    assert partition(pc, 0)[0] == "soma0"
    pc.nthread(2)
    assert partition(pc, 1) == ["dend2"]
    pc.partition(0, listed(h, b))
    pc.partition()
    assert partition(pc, 0)[0] == "soma0"


def test_wrong_partitions(h, pc):
    (a, b), (dend, _) = cells(h, 2)
    with pytest.raises(ValueError, match=r"not the root of one.*dend0.*allroots"):
        pc.partition(0, listed(h, a, dend))
    assert partition(pc, 0) == ["soma0", "soma1"]
    with pytest.raises(ValueError, match="0"):
        pc.partition(1, listed(h, a))
    for wrong in (-1, 1, 0.5e9):
        with pytest.raises(ValueError):
            pc.get_partition(wrong)
    with pytest.raises((TypeError, ValueError), match="SectionList"):
        pc.partition(0, h.Vector(3))


def cable(h, count, joined):
    sections = [h.Section(name=f"piece{i}") for i in range(count)]
    for i, section in enumerate(sections):
        section.insert("hh" if i == 0 else "pas")
        section.L, section.diam, section.nseg = 60, 2, 3
        if i and joined:
            section.connect(sections[i - 1](1))
    return sections


def voltages(h, sections):
    clamp = h.IClamp(sections[0](0.5))
    clamp.delay, clamp.dur, clamp.amp = 0.5, 1, 0.5
    h.load_file("stdrun.hoc")
    h.tstop = 4
    h.run()
    return [segment.v for section in sections for segment in section]


def test_pieces_are_one_cell():
    whole, cut = ranvier.World().h, ranvier.World().h
    expected = voltages(whole, cable(whole, 4, True))
    pieces = cable(cut, 4, False)
    pc = cut.ParallelContext()
    for i in range(3):
        pc.multisplit(1, i, sec=pieces[i])
        pc.multisplit(0, i, sec=pieces[i + 1])
    apart = voltages(cut, pieces)  # nothing was joined yet
    assert apart[-1] != expected[-1]
    pc.multisplit()
    assert voltages(cut, pieces) == expected
    pc.multisplit()  # again: nothing is left to do
    assert voltages(cut, pieces) == expected
    pc.gid_clear(1)
    assert voltages(cut, pieces) == expected
    pc.gid_clear(2)
    assert [s.parentseg() for s in pieces] == [None] * 4
    assert voltages(cut, pieces) == apart


def test_pieces_that_cannot_be_joined_stay_as_they_are(h, pc):
    a, b, c = cable(h, 3, False)
    pc.multisplit(1, 1, sec=a)
    pc.multisplit(0, 1, sec=b)
    pc.multisplit(1, 2, sec=b)
    pc.multisplit(1, 2, sec=c)
    with pytest.raises(ValueError, match=r"piece1\(1\) and piece2\(1\).*number 2"):
        pc.multisplit()
    assert [s.parentseg() for s in (a, b, c)] == [None] * 3
    pc.gid_clear(2)
    pc.multisplit(1, 1, sec=a)
    pc.multisplit(0, 1, sec=b)
    pc.multisplit(1, 2, sec=b)
    pc.multisplit(0, 2, sec=a)
    with pytest.raises(ValueError, match="loop"):
        pc.multisplit()
    assert [s.parentseg() for s in (a, b, c)] == [None] * 3
    for wrong in ((1.5, 1), (1, -1), (float("nan"), 1)):
        with pytest.raises(ValueError):
            pc.multisplit(*wrong, sec=a)


def test_state_of_a_cell(h, pc, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    soma, dend = h.Section(name="soma"), h.Section(name="dend")
    dend.connect(soma(1))
    soma.insert("hh")
    synapse, stimulus = h.ExpSyn(dend(0.5)), h.NetStim()
    stimulus.start, stimulus.number = 1, 1
    connection = h.NetCon(stimulus, synapse, 0, 2, 0.01)
    pc.set_gid2node(7, 0)
    pc.cell(7, h.NetCon(soma(0.5)._ref_v, None, sec=soma))
    pc.set_gid2node(8, 0)
    pc.cell(8, h.NetCon(stimulus, None))
    pc.set_gid2node(9, 0)
    h.finitialize(-65)
    pc.prcellstate(7, "a")
    pc.prcellstate(7, "b")
    first = (tmp_path / "7_a.nrndat").read_text()
    assert first == (tmp_path / "7_b.nrndat").read_text()
    lines = first.splitlines()
    assert lines[:2] == ["gid 7", "t 0 ms"]
    assert "section dend parent soma(1) nseg 1" in lines
    assert f"dend(0.5) v {dend(0.5).v:.17g}" in lines
    assert f"soma(0.5) m_hh {soma(0.5).hh.m:.17g}" in lines
    assert f"dend(0.5) {synapse}.tau {synapse.tau:.17g}" in lines
    assert f"netcon gid 8 to {synapse} active 1 delay 2 weight {connection.weight[0]:.17g}" in lines
    pc.set_maxstep(10)
    pc.psolve(4)
    pc.prcellstate(7, "a")
    changed = [
        x for x, y in zip((tmp_path / "7_a.nrndat").read_text().splitlines(), lines, strict=True) if x != y
    ]
    assert any(line.startswith(f"dend(0.5) {synapse}.g ") for line in changed)
    assert not any(" area " in line or " cm " in line for line in changed)
    pc.prcellstate(8, "a")
    assert f"{stimulus}.start 1" in (tmp_path / "8_a.nrndat").read_text().splitlines()
    for without in (9, 10):
        pc.prcellstate(without, "a")
        assert not (tmp_path / f"{without}_a.nrndat").exists()
    with pytest.raises((ValueError, OSError), match="cannot be written"):
        pc.prcellstate(7, "a/b/c")


def test_what_one_process_answers(h, pc):
    assert [pc.timeout(), pc.timeout(5), pc.timeout(0), pc.timeout()] == [20, 20, 5, 0]
    for call, wrong in ((pc.timeout, -3), (pc.nthread, 0), (pc.subworlds, 2), (pc.t, 1), (pc.dt, -1)):
        with pytest.raises(ValueError):
            call(wrong)
    for call in (pc.optimize_node_order, pc.thread_busywait, pc.thread_ctime):
        with pytest.raises(ValueError):
            call(7)
    h.Section(name="s")
    h.finitialize()
    h.fadvance()
    assert (pc.t(0), pc.dt(0)) == (h.t, h.dt)
    assert [pc.optimize_node_order(i) for i in (1, 2)] == [1, 2] and pc.optimize_node_order() == 2
    assert [pc.thread_busywait(i) for i in (1, 0, 0)] == [0, 1, 0]
    assert (h.nrnmpi_init(), h.nrniv_bind_thread(0), h.nrn_sparse_partrans) == (0, 0, 0)
    assert pc.nrnbbcore_register_mapping(0, "soma", h.Vector([1]), h.Vector([2])) == 0
    with pytest.raises(ValueError, match="Vector"):
        pc.nrnbbcore_register_mapping(0, "soma", h.Vector([1]))
    for refused in (pc.nrnbbcore_write, pc.nrncore_write, h.coreneuron_handle):
        with pytest.raises(ValueError, match=r"CoreNEURON.*coreneuron\.enable"):
            refused()
    with pytest.raises(ValueError, match="second one"):
        pc.splitcell_connect(1)


def test_mechanisms_are_measured(h, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    h.load_file("stdgui.hoc")
    h.load_file("loadbal.hoc")
    balance = h.LoadBalance()
    kinds = h.MechanismType(0)

    def cost(mechanism):
        kinds.select(mechanism)
        return balance.m_complex_[0][int(kinds.selected())]

    assert (cost("hh"), cost("pas"), cost("na_ion")) == (4, 1, 0)
    # all but hh and ExpSyn are left out: measuring them all takes long
    others = [n for n in mechanism_names(h) if n not in ("hh", "ExpSyn")]
    balance.ExperimentalMechComplex(*others)
    assert not list(h.allsec())
    lines = [line.split() for line in (tmp_path / "mcomplex.dat").read_text().splitlines()]
    found = {n: float(x) for x, n in lines}
    assert lines[0][1] == "zero_area_node" and lines[1][1] == "capacitance" and "overhead" in found
    assert found["hh"] == 5 and found["pas"] == 0
    balance.read_mcomplex()
    assert cost("hh") == 5 and cost("pas") == 0
    (tmp_path / "mcomplex.dat").write_text("1 zero_area_node\n1 pas\n")
    with pytest.raises(ranvier.HocError, match=r"has pas where.*capacitance"):
        balance.read_mcomplex()


def mechanism_names(h):
    name = h.ref("")
    for kind in (0, 1):
        kinds = h.MechanismType(kind)
        for i in range(int(kinds.count())):
            kinds.select(i)
            kinds.selected(name)
            if i > 1 or kind:
                yield name[0]


def test_a_cell_that_no_process_can_have(h):
    h.load_file("stdgui.hoc")
    h.load_file("loadbal.hoc")
    balance = h.LoadBalance()
    costs, nothing = h.Vector([10, 1]), h.List()
    for _ in range(2):
        nothing.append(h.Vector())
    results = [h.Vector() for _ in range(4)]
    with pytest.raises(ranvier.HocError, match="cell 0 of cost 10.*no cut makes it fit"):
        balance.distrib(2, costs, nothing, nothing, *results[:3], nothing, results[3])


def test_the_button_of_another_engine_runs_here(h):
    h.load_file("stdgui.hoc")
    h("create s")
    h.load_file("corenrn.hoc")
    h.tstop = 3
    h('execute1("run()", CoreNeuronRun[0])')
    assert h.t == pytest.approx(3) and h.coreneuronrunning_ == 0


def test_the_graph_of_a_net(h, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    h.load_file("stdlib.hoc")
    h.load_file("netparmpi.hoc")
    h("""begintemplate Cell
public all, synlist, connect2target
objref all, synlist
create soma
proc init() {
    soma insert hh
    synlist = new List()
    soma synlist.append(new ExpSyn(0.5))
    all = new SectionList()
    soma all.append()
}
proc connect2target() { soma $o2 = new NetCon(&v(0.5), $o1) }
endtemplate Cell
objref cells[3]
for i = 0, 2 cells[i] = new Cell()""")
    net = h.ParallelNetManager(4)
    with pytest.raises(ranvier.HocError, match="call wantgraph"):
        net.graphout("net.graph")
    net.wantgraph()
    for gid in range(3):
        net.register_cell(gid, h.cells[gid])
    for source, target, delay in ((0, 1, 1), (1, 0, 2), (1, 2, 0.5), (2, 2, 1)):
        net.nc_append(source, target, 0, 0.1, delay)
    net.graphout("net.graph")
    cost = 1 + 1 + 4 + 1 + 2  # two nodes without area, hh, capacitance, the synapse
    assert (tmp_path / "net.graph").read_text().splitlines() == [
        "4 2 11",
        f"{cost} 2 100",
        f"{cost} 1 100 3 200",
        f"{cost} 2 200",
        "1",
    ]
