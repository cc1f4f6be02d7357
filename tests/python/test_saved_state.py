# SPDX-License-Identifier: BSD-3-Clause
"""SaveState and BBSaveState: numbers of NEURON 9.0.2, files that are whole or refused."""

from __future__ import annotations

import os

import pytest

import ranvier


def build(h):
    """A compartment, a synapse and a NetStim; returns what must live."""
    soma = h.Section(name="soma")
    soma.insert("hh")
    clamp = h.IClamp(soma(0.5))
    clamp.delay, clamp.dur, clamp.amp = 1, 2, 1
    synapse = h.ExpSyn(soma(0.5))
    stim = h.NetStim()
    stim.start, stim.number, stim.interval = 3, 5, 2
    netcon = h.NetCon(stim, synapse)
    netcon.weight[0], netcon.delay = 0.01, 1
    v = h.Vector().record(soma(0.5)._ref_v)
    return soma, clamp, synapse, stim, netcon, v


def run_to(h, t):
    """As continuerun, of any world."""
    while h.t < t - h.dt / 2:
        h.fadvance()


def test_restoring_continues_as_before_to_the_bit(h):
    """As NEURON: save and restore return 1, what was recorded stays and grows."""
    soma, clamp, synapse, stim, netcon, v = kept = build(h)
    h.finitialize(-65)
    run_to(h, 6)
    state = h.SaveState()
    assert state.save() == 1
    at_6 = h.t, soma(0.5).v, synapse.g
    run_to(h, 12)
    at_12 = h.t, soma(0.5).v, synapse.g
    assert len(v) == 481
    assert state.restore() == 1
    assert (h.t, soma(0.5).v, synapse.g) == at_6
    assert len(v) == 481
    run_to(h, 12)
    assert (h.t, soma(0.5).v, synapse.g) == at_12
    assert len(v) == 721
    # NEURON 9.0.2
    assert at_6[1] == pytest.approx(-64.92357524036555, abs=1e-9)
    assert at_12[1] == pytest.approx(-65.0921365135125, abs=1e-9)
    assert at_12[2] == pytest.approx(2.061153626686915e-11, rel=1e-9)
    assert (clamp.amp, stim.number, netcon.delay, len(kept)) == (1, 5, 1, 6)


def test_restore_1_keeps_the_events_of_now(h):
    """At 12 ms none is under way any more, so that no spike comes after going back to 6 ms."""
    soma, clamp, synapse, *rest = build(h)
    h.finitialize(-65)
    run_to(h, 6)
    state = h.SaveState()
    state.save()
    run_to(h, 12)
    state.restore(1)
    assert h.t == pytest.approx(6)
    run_to(h, 12)
    assert synapse.g == pytest.approx(8.756510780745082e-29, rel=1e-9)  # NEURON 9.0.2
    assert soma(0.5).v == pytest.approx(-65.11058493986224, abs=1e-9)
    assert (clamp.amp, len(rest)) == (1, 3)


def test_parameters_are_not_part_of_it(h):
    """NEURON restores neither gnabar_hh nor dt nor celsius."""
    soma, *rest = build(h)
    h.finitialize(-65)
    state = h.SaveState()
    state.save()
    soma.gnabar_hh, h.dt, soma.v, h.celsius = 0.2, 0.05, 3, 20
    state.restore()
    assert (soma(0.5).hh.gnabar, h.dt, soma.v, h.celsius, h.t) == (0.2, 0.05, -65, 20, 0)
    assert len(rest)


def test_restoring_without_saving_is_an_error(h):
    """NEURON calls it an inconsistent state."""
    keep = build(h)
    h.finitialize(-65)
    with pytest.raises(ranvier.StateError, match="no state has been saved"):
        h.SaveState().restore()
    assert len(keep)


def test_a_file_goes_to_another_world(h, tmp_path):
    """Written by one world, restored by another that builds the same model with other serial numbers."""
    soma, clamp, synapse, *rest = build(h)
    h.finitialize(-65)
    run_to(h, 6)
    state = h.SaveState()
    state.save()
    file = h.File(str(tmp_path / "s.dat"))
    assert state.fwrite(file) == 1
    assert not file.isopen()
    run_to(h, 12)

    other = ranvier.World().h
    wasted = [other.Section(name=f"x{i}") for i in range(3)]
    wasted.clear()
    soma2, clamp2, synapse2, *rest2 = build(other)
    other.finitialize(-65)
    again = other.SaveState()
    assert again.fread(other.File(str(tmp_path / "s.dat"))) == 1
    again.restore()
    run_to(other, 12)
    assert (other.t, soma2(0.5).v, synapse2.g) == (h.t, soma(0.5).v, synapse.g)
    assert (clamp.amp, len(rest)) == (clamp2.amp, len(rest2))


@pytest.mark.parametrize("edit", ["nseg", "section", "mechanism", "netcon", "point"])
def test_another_model_is_refused_whole(h, edit):
    """Nothing of a state is put into a model of another shape."""
    soma, clamp, synapse, stim, *rest = build(h)
    h.finitialize(-65)
    run_to(h, 4)
    state = h.SaveState()
    state.save()
    more = []
    if edit == "nseg":
        soma.nseg = 3
    elif edit == "section":
        more.append(h.Section(name="more"))
    elif edit == "mechanism":
        soma.insert("pas")
    elif edit == "netcon":
        more.append(h.NetCon(stim, synapse))
    else:
        more.append(h.IClamp(soma(0.5)))
    h.finitialize(-65)
    with pytest.raises(ranvier.StateError, match="another model"):
        state.restore()
    assert h.t == 0
    assert soma(0.5).v == -65
    run_to(h, 1)
    assert (clamp.amp, len(rest)) == (1, 2)
    assert len(more) <= 1


def test_every_damage_of_a_file_is_refused(h, tmp_path):
    """Cut, flipped, of another kind: nothing is read."""
    keep = build(h)
    h.finitialize(-65)
    run_to(h, 5)
    state = h.SaveState()
    state.save()
    path = tmp_path / "s.dat"
    state.fwrite(h.File(str(path)))
    good = path.read_bytes()
    for bad in (b"", good[: len(good) // 2], good[:-1], good + b"x", os.urandom(5000)):
        path.write_bytes(bad)
        with pytest.raises(ranvier.IoError):
            h.SaveState().fread(h.File(str(path)))
    for i in range(0, len(good), 37):
        path.write_bytes(good[:i] + bytes([good[i] ^ 1]) + good[i + 1 :])
        with pytest.raises(ranvier.IoError):
            h.SaveState().fread(h.File(str(path)))
    with pytest.raises(ranvier.IoError, match="cannot be read"):
        h.SaveState().fread(h.File(str(tmp_path / "not_there")))
    assert len(keep)


def test_a_full_disk_and_a_folder_are_errors(h, tmp_path):
    """The old file stays."""
    keep = build(h)
    h.finitialize(-65)
    state = h.SaveState()
    state.save()
    with pytest.raises(ranvier.IoError, match="No space"):
        state.fwrite(h.File("/dev/full"))
    with pytest.raises(ranvier.IoError):
        state.fwrite(h.File(str(tmp_path)))
    with pytest.raises(ranvier.IoError):
        state.fwrite(h.File(str(tmp_path / "no" / "s.dat")))
    assert os.listdir(tmp_path) == []
    assert len(keep)


def test_a_second_argument_leaves_the_file_open(h, tmp_path):
    """fwrite(file, 0), as in NEURON."""
    keep = build(h)
    h.finitialize(-65)
    state = h.SaveState()
    state.save()
    file = h.File(str(tmp_path / "s.dat"))
    state.fwrite(file, 0)
    assert file.isopen()
    file.close()
    h.SaveState().fread(h.File(str(tmp_path / "s.dat")))
    assert len(keep)


def test_watch_and_self_events_come_back(h, tmp_path):
    """IntFire cells and a noisy NetStim, whose stream goes on where it was."""
    cells = [h.IntFire2() for _ in range(3)]
    stim = h.NetStim()
    stim.number, stim.interval, stim.noise, stim.start = 1e9, 1, 1, 0
    stim.noiseFromRandom123(1, 2, 3)
    netcons = [h.NetCon(stim, cell) for cell in cells]
    for i, nc in enumerate(netcons):
        nc.weight[0], nc.delay = 0.5, 0.5 + i
    times, ids = h.Vector(), h.Vector()
    for i, cell in enumerate(cells):
        nc = h.NetCon(cell, cells[(i + 1) % 3])
        nc.weight[0] = 0.1
        nc.record(times, ids, i)
        netcons.append(nc)
    h.finitialize()
    run_to(h, 20)
    state = h.SaveState()
    state.save()
    seen = len(times)
    run_to(h, 60)
    first = list(times)[seen:], list(ids)[seen:]
    assert len(first[0]) > 5
    state.restore()
    before = len(times)
    run_to(h, 60)
    assert (list(times)[before:], list(ids)[before:]) == first


def network(h, pc, n=4):
    """Cells with gids in a ring."""
    cells = []
    for gid in range(n):
        soma = h.Section(name=f"soma{gid}")
        soma.insert("hh")
        synapse = h.ExpSyn(soma(0.5))
        source = h.NetCon(soma(0.5)._ref_v, None, sec=soma)
        pc.set_gid2node(gid, pc.id())
        pc.cell(gid, source)
        cells.append([soma, synapse, source])
    for gid in range(n):
        nc = pc.gid_connect(gid, cells[(gid + 1) % n][1])
        nc.weight[0], nc.delay = 0.05, 2
        cells[gid].append(nc)
    clamp = h.IClamp(cells[0][0](0.5))
    clamp.delay, clamp.dur, clamp.amp = 1, 1, 1
    return cells, clamp


def test_bbsavestate_restores_into_another_world(h, tmp_path):
    """With the spikes that are on their way."""
    pc = h.ParallelContext()
    cells, clamp = network(h, pc)
    pc.set_maxstep(10)
    h.finitialize(-65)
    pc.psolve(5)
    path = str(tmp_path / "bb.dat")
    assert h.BBSaveState().save(path) == 1
    pc.psolve(20)

    other = ranvier.World().h
    pc2 = other.ParallelContext()
    cells2, clamp2 = network(other, pc2)
    pc2.set_maxstep(10)
    other.finitialize(-65)
    assert other.BBSaveState().restore(path) == 1
    assert other.t == pytest.approx(5)
    pc2.psolve(20)
    assert [c[0](0.5).v for c in cells2] == [c[0](0.5).v for c in cells]
    assert clamp.amp == clamp2.amp


def test_bbsavestate_ignores_what_it_is_told(h, tmp_path):
    """A point process that only one of two models has."""
    pc = h.ParallelContext()
    cells, clamp = network(h, pc)
    h.finitialize(-65)
    pc.psolve(3)
    bb = h.BBSaveState()
    path = str(tmp_path / "bb.dat")
    bb.save(path)
    extra = h.IClamp(cells[1][0](0.5))
    h.finitialize(-65)
    with pytest.raises(ranvier.StateError, match="other point processes"):
        bb.restore(path)
    assert bb.ignore(extra) == 0
    bb.restore(path)
    assert h.t == pytest.approx(3)
    bb.ignore()
    with pytest.raises(ranvier.StateError):
        bb.restore(path)


def test_bbsavestate_tests_work_in_their_folders(h, tmp_path, monkeypatch):
    """save_test writes bbss_out, restore_test reads in."""
    monkeypatch.chdir(tmp_path)
    pc = h.ParallelContext()
    cells, clamp = network(h, pc)
    h.finitialize(-65)
    pc.psolve(3)
    v = cells[0][0](0.5).v
    bb = h.BBSaveState()
    assert bb.save_test() == 0
    os.rename("bbss_out", "in")
    h.finitialize(-65)
    assert bb.restore_test() == 0
    assert cells[0][0](0.5).v == v
    assert bb.save_test_bin() == 0
    os.rename("binbufout", "binbufin")
    h.finitialize(-65)
    assert bb.restore_test_bin() == 0
    assert cells[0][0](0.5).v == v
    gids, sizes = h.Vector(), h.Vector()
    assert bb.save_request(gids, sizes) == 4
    assert list(gids) == [0, 1, 2, 3]
    assert sizes[0] > 0


def test_from_hoc(h, tmp_path):
    """The same classes in hoc."""
    h(f"""
        create s
        access s
        insert hh
        objref st, f
        finitialize(-65)
        while (t < 2) fadvance()
        st = new SaveState()
        st.save()
        f = new File("{tmp_path}/s.dat")
        st.fwrite(f)
        while (t < 4) fadvance()
        st = new SaveState()
        st.fread(f)
        st.restore()
    """)
    assert h.t == pytest.approx(2)


def test_a_stim_draws_from_the_random_of_its_own_world(tmp_path):
    """A saved state names none: the program gives the Random back where it stood, as with NEURON."""
    spikes = []
    positions = []
    for again in (False, True):
        h = ranvier.World().h
        random, other = h.Random(), h.Random()
        random.MCellRan4(5, 6)
        other.MCellRan4(7, 8)
        for r in (random, other):
            r.negexp(1)
        cell, first, stim = h.IntFire1(), h.NetStim(), h.NetStim()
        if again:
            first.noiseFromRandom(other)  # another number for the stream of the other
        stim.number, stim.interval, stim.noise, stim.start = 1e9, 2, 1, 0
        stim.noiseFromRandom(random)
        netcon = h.NetCon(stim, cell)
        times = h.Vector()
        netcon.record(times)
        h.finitialize()
        state, file = h.SaveState(), h.File()
        if again:
            file.ropen(str(tmp_path / "state"))
            state.fread(file)
            state.restore()
            random.seq(positions[0])
        else:
            run_to(h, 15)
            positions.append(random.seq())
            state.save()
            file.wopen(str(tmp_path / "state"))
            state.fwrite(file)
            file.close()
        times.resize(0)
        run_to(h, 40)
        spikes.append(list(times))
        assert netcon.valid()
    assert len(spikes[0]) > 5
    assert spikes[0] == spikes[1]
