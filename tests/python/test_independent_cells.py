# SPDX-License-Identifier: BSD-3-Clause
"""Sums through POINTERs: cells that share nothing run in lanes and fused, with the same bits."""

from __future__ import annotations

import pytest

import ranvier

# What a cell's segments carry along their axis, added up for the cell, and at its ends.
ALONG = """NEURON {
    SUFFIX along
    RANGE ri, flow
    POINTER before, sum, total
}
ASSIGNED { v (mV) before (mV) ri (megohm) flow (nA) sum (nA) total (nA) }
AFTER SOLVE {
    flow = (before - v)/ri
    sum = sum + flow
    total = total + flow
}
AFTER INITIAL {
    flow = (before - v)/ri
    sum = sum + flow
    total = total + flow
}
"""
END = """NEURON {
    POINT_PROCESS AtEnd
    RANGE sum
    POINTER total
}
ASSIGNED { sum (nA) total (nA) }
BEFORE INITIAL { sum = 0 total = 0 }
BEFORE BREAKPOINT { sum = 0 total = 0 }
AFTER SOLVE { total = total + 0.001*sum }
"""
CELLS = 11  # a lane group, and another that is not full


class Cells:
    """Cells of three sections with spikes; each, or all together, add up what flows."""

    def __init__(self, shared=False, lane_cells=2, fuse=True, between_steps=None):
        world = ranvier.World()
        world._load_mechanism_text("along.mod", ALONG)
        world._load_mechanism_text("atend.mod", END)
        world._set_lane_cells(lane_cells)
        world._set_fuse_steps(fuse)
        self.world, self.h = world, world.h
        h = world.h
        self.kept = []
        self.totals = [h.Vector(1) for _ in range(1 if shared else CELLS)]
        self.cells = [self.cell(i, self.totals[0 if shared else i]) for i in range(CELLS)]
        self.records = [h.Vector().record(total._ref_x[0]) for total in self.totals]
        self.records += [h.Vector().record(cell[0](0.5)._ref_v) for cell in self.cells]
        self.spikes = h.Vector()
        for source, target in zip(self.cells, [*self.cells[1:], self.cells[0]], strict=True):
            synapse = h.ExpSyn(target[1](0.5))
            link = h.NetCon(source[0](0.5)._ref_v, synapse, sec=source[0])
            link.weight[0], link.delay, link.threshold = 0.004, 1.3, 0
            link.record(self.spikes)
            self.kept += [synapse, link]

    def cell(self, number, total):
        h = self.h
        soma, trunk, branch = (h.Section(name=f"{name}{number}") for name in ("soma", "trunk", "branch"))
        soma.L = soma.diam = 20
        for section, parent in ((trunk, soma), (branch, trunk)):
            section.connect(parent(1))
            section.L, section.diam, section.nseg = 150, 2, 5
        for section in (soma, trunk, branch):
            section.insert("hh" if section is soma else "pas")
            section.insert("along")
            end = h.AtEnd(section(1))
            end._ref_total = total._ref_x[0]
            before = section(0)
            for segment in section:
                segment.along.ri = segment.ri()
                segment.along._ref_before = before._ref_v
                segment.along._ref_sum = end._ref_sum
                segment.along._ref_total = total._ref_x[0]
                before = segment
            self.kept.append(end)
        clamp = h.IClamp(soma(0.5))
        clamp.delay, clamp.dur, clamp.amp = 0.5 + 0.1 * number, 2, 0.5 + 0.05 * number
        self.kept.append(clamp)
        return soma, trunk, branch

    def run(self, calls=()):
        self.h.finitialize(-65)
        for t, what in calls:
            self.h.cvode.event(t, what)
        self.h.continuerun(8)
        return [list(v) for v in [*self.records, self.spikes]]


@pytest.mark.parametrize("shared", [False, True])
def test_same_bits_in_lanes_and_alone(shared):
    expected = Cells(shared, lane_cells=1_000_000, fuse=False).run()
    assert len(expected[-1]) >= CELLS  # spikes
    assert len(set(expected[0])) > 100
    for lane_cells in (1, 2):
        for fuse in (False, True):
            assert Cells(shared, lane_cells, fuse).run() == expected


def test_cells_that_share_a_sum_run_one_by_one():
    def lane_groups(cells):
        cells.h.finitialize(-65)
        return cells.world.describe().count("8 cells")

    assert lane_groups(Cells(shared=False)) == 1
    assert lane_groups(Cells(shared=True)) == 0


def test_a_pointer_moved_later_changes_the_order():
    moved, shared = Cells(shared=False), Cells(shared=True)
    expected = shared.run()
    moved.run()
    for cell in moved.cells:
        for section in cell:
            for point in section(1).point_processes():
                point._ref_total = moved.totals[0]._ref_x[0]
            for segment in section:
                segment.along._ref_total = moved.totals[0]._ref_x[0]
    result = moved.run()
    assert result[0] == expected[0]
    assert result[-1] == expected[-1]


def test_a_callback_sees_every_number_of_its_time():
    """What is written between calls may wait in registers; at a call all of it is there."""

    def seen(fuse):
        cells = Cells(fuse=fuse)
        soma, _, branch = cells.cells[3]
        out = []

        def look():
            out.append(
                (cells.h.t, soma(0.5).hh.minf, soma(0.5).ina, branch(0.5).i_pas, branch(0.5).along.flow)
            )

        cells.run([(t, look) for t in (0, 0.5, 2, 2.025, 2.05, 5)])
        return out

    assert len(seen(True)) == 6
    assert seen(True) == seen(False)


def test_the_vector_behind_a_pointer_may_move():
    cells, expected = Cells(), Cells().run()
    total = cells.totals[2]

    def grow():
        total.resize(1000)

    result = cells.run([(1, grow), (3, grow)])
    assert result == expected


class Fired:
    """Cells of two kinds, artificial cells that drive them, and one pair of Vectors for all spikes."""

    VECTOR_STIM = """NEURON { ARTIFICIAL_CELL VecStim BBCOREPOINTER ptr }
ASSIGNED { index etime (ms) ptr }
INITIAL { index = 0 element() if (index > 0) { net_send(etime - t, 1) } }
NET_RECEIVE (w) { if (flag == 1) { net_event(t) element() if (index > 0) { net_send(etime - t, 1) } } }
PROCEDURE element() {
VERBATIM
    void* vv = (void*)(_p_ptr);
    int i = (int)index;
    if (i >= 0 && vv && i < vector_capacity(vv)) { etime = vector_vec(vv)[i]; index += 1.; } else { index = -1.; }
ENDVERBATIM
}
PROCEDURE play() {
VERBATIM
    *(void**)(&_p_ptr) = vector_arg(1);
ENDVERBATIM
}
"""

    def __init__(self, feedback=False):
        self.world = ranvier.World()
        self.world._load_mechanism_text("vecstim.mod", self.VECTOR_STIM)
        h = self.h = self.world.h
        self.pc = h.ParallelContext()
        self.kept, self.times, self.ids = [], h.Vector(), h.Vector()
        synapses = []
        for gid in range(CELLS):
            soma = h.Section(name=f"soma{gid}")
            soma.L = soma.diam = 20
            soma.nseg = 1 + 2 * (gid % 2)
            soma.insert("hh")
            source = h.NetCon(soma(0.5)._ref_v, None, sec=soma)
            source.threshold = 0
            self.pc.set_gid2node(gid, 0)
            self.pc.cell(gid, source)
            synapses.append(h.ExpSyn(soma(0.5)))
            self.kept += [soma, source]
        for gid, synapse in enumerate(synapses):
            link = self.pc.gid_connect((gid + 1) % CELLS, synapse)
            link.weight[0], link.delay = 0.01, 1.1
            # the same times for all: many events, and spikes of one kind of cell, come at once
            train = h.Vector([1 + 0.5 * (gid % 3), 9.02, 17])
            stim = h.VecStim()
            stim.play(train)
            self.pc.set_gid2node(100 + gid, 0)
            self.pc.cell(100 + gid, h.NetCon(stim, None))
            drive = self.pc.gid_connect(100 + gid, synapse)
            drive.weight[0], drive.delay = 0.02, 0.03 * (gid % 2)
            self.kept += [link, train, stim, drive]
        if feedback:
            relay = h.IntFire1()
            self.pc.set_gid2node(200, 0)
            self.pc.cell(200, h.NetCon(relay, None))
            back = self.pc.gid_connect(0, relay)
            back.weight[0], back.delay = 2, 1
            self.kept += [relay, back]
        self.kept += synapses
        self.pc.spike_record(-1, self.times, self.ids)

    def run(self, step_by_step):
        h = self.h
        self.pc.set_maxstep(10)
        h.finitialize(-65)
        if step_by_step:
            while h.t < 30 - h.dt / 2:
                h.fadvance()
        else:
            self.pc.psolve(30)
        return list(self.times), list(self.ids)


@pytest.mark.parametrize("feedback", [False, True])
def test_spikes_of_all_groups_come_in_one_order(feedback):
    """However far the groups of cells run ahead of each other, and behind what drives them."""
    one_by_one = Fired(feedback).run(True)
    assert len(one_by_one[0]) > 4 * CELLS
    assert Fired(feedback).run(False) == one_by_one


def test_what_c_holds_is_not_recorded_ahead():
    """A train that grows while it is played: the cells that write it may not run ahead."""
    results = []
    for step_by_step in (True, False):
        fired = Fired()
        h = fired.h
        grows = h.Vector()
        link = h.NetCon(fired.kept[0](0.5)._ref_v, None, sec=fired.kept[0])
        link.threshold = 0
        link.record(grows)
        stim = h.VecStim()
        stim.play(grows)
        seen = h.Vector()
        also = h.NetCon(stim, None)
        also.record(seen)
        results.append((*fired.run(step_by_step), list(grows), list(seen)))
    assert results[0] == results[1]
