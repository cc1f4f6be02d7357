# SPDX-License-Identifier: BSD-3-Clause
"""Seldom members of CVode and what old programs ask of a run. Numbers without a word about them are NEURON 9.0.2's."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import ranvier


@pytest.fixture
def cvode(h: Any) -> Any:
    return h.CVode()


@pytest.fixture
def cvode_world() -> Any:
    return ranvier.World()


@pytest.fixture
def soma(h: Any) -> Any:
    section = h.Section(name="soma")
    section.L = section.diam = 20
    section.insert("hh")
    return section


@pytest.fixture
def pulse(h: Any, soma: Any) -> Any:
    made = h.IClamp(soma(0.5))
    made.delay, made.dur, made.amp = 1, 1, 1
    return made


# --- record ----------


def test_record_at_each_fixed_step(h: Any, cvode: Any, soma: Any, pulse: Any) -> None:
    values, times = h.Vector([1, 2]), h.Vector()
    assert cvode.record(soma(0.5)._ref_v, values, times) == 0
    h.finitialize(-65)
    assert (list(values), list(times)) == ([-65], [0])
    h.continuerun(5)
    assert len(values) == len(times) == 201
    assert (times[1], times[200]) == (0.025, h.t)
    assert values[200] == soma(0.5).v


def test_record_at_each_variable_step(h: Any, cvode: Any, soma: Any, pulse: Any) -> None:
    values, gates, times = h.Vector(), h.Vector(), h.Vector()
    cvode.record(soma(0.5)._ref_v, values, times)
    cvode.record(soma(0.5)._ref_m_hh, gates, times)  # one Vector of times serves all numbers of a cell
    other = h.Vector().record(h._ref_t)
    cvode.active(True)
    h.finitialize(-65)
    assert len(values) == len(times) == 0
    cvode.solve(5)
    assert len(values) == len(gates) == len(times) > 50
    assert list(times) == list(other)
    assert (values[0], times[0]) == (-65, 0)
    cvode.record_remove(gates)
    cvode.record_remove(h.Vector())  # of one that records nothing: nothing
    before = len(gates)
    h.finitialize(-65)
    cvode.solve(5)
    assert len(gates) == before
    assert len(values) == len(times)
    cvode.record_remove(values)
    before = len(times)
    h.finitialize(-65)
    cvode.solve(5)
    assert len(values) == len(times) == before


def test_record_with_a_step_for_each_cell(h: Any, cvode: Any, soma: Any, pulse: Any) -> None:
    silent = h.Section(name="silent")
    silent.insert("hh")
    vectors = [h.Vector() for _ in range(4)]
    cvode.record(soma(0.5)._ref_v, vectors[0], vectors[1])
    cvode.record(silent(0.5)._ref_v, vectors[2], vectors[3])
    cvode.use_local_dt(1)
    cvode.active(True)
    h.finitialize(-65)
    cvode.solve(5)
    values, times, quiet_values, quiet_times = (list(v) for v in vectors)
    assert len(values) == len(times) > 2 * len(quiet_times)
    assert len(quiet_values) == len(quiet_times)
    assert times == sorted(times)
    assert quiet_times == sorted(quiet_times)
    assert times[-1] == quiet_times[-1] == 5
    assert max(values) > 20 > -60 > max(quiet_values)


def test_record_at_given_times(h: Any, cvode: Any, soma: Any, pulse: Any) -> None:
    values, times = h.Vector(), h.Vector([0, 1, 2.5, 3])
    cvode.record(soma(0.5)._ref_v, values, times, 1)
    h.finitialize(-65)
    h.continuerun(5)
    assert list(values) == pytest.approx(
        [-65, -64.97554793406478, 16.12176273735398, -8.790290328521131], abs=1e-9
    )
    assert list(times) == [0, 1, 2.5, 3]
    cvode.active(True)
    cvode.atol(1e-8)
    h.finitialize(-65)
    h.continuerun(5)
    assert len(values) == 4
    assert list(times) == [0, 1, 2.5, 3]


def test_one_vector_records_once(h: Any, cvode: Any, soma: Any) -> None:
    values, times = h.Vector(), h.Vector()
    values.record(soma(0.5)._ref_m_hh)
    cvode.record(soma(0.5)._ref_v, values, times)
    cvode.record(soma(0.5)._ref_v, values, times)
    h.finitialize(-65)
    h.continuerun(1)
    assert len(values) == len(times) == 41
    assert values[0] == -65
    values.record(soma(0.5)._ref_m_hh)
    h.finitialize(-65)
    h.continuerun(1)
    assert len(values) == 41
    assert values[0] == pytest.approx(0.0529325, abs=1e-7)


def test_a_clone_records_for_itself(cvode_world: Any) -> None:
    h = cvode_world.h
    soma = h.Section(name="soma")
    soma.insert("hh")
    values, times = h.Vector(), h.Vector()
    h.CVode().record(soma(0.5)._ref_v, values, times)
    h.finitialize(-65)
    h.continuerun(1)
    kept = list(times)
    twin = cvode_world.clone()
    twin.h.continuerun(2)
    assert list(times) == kept
    theirs = [list(thing) for name, thing in twin.things.items() if name.startswith("Vector")]
    h.continuerun(2)
    assert len(times) == len(values) == 81
    assert sorted(theirs) == sorted([list(values), list(times)])


@pytest.mark.parametrize("given", ["t", "same", "flag", "text"])
def test_wrong_records(h: Any, cvode: Any, soma: Any, given: str) -> None:
    values, times = h.Vector(), h.Vector()
    arguments = {
        "t": (1.5, values, times),
        "same": (soma(0.5)._ref_v, values, values),
        "flag": (soma(0.5)._ref_v, values, times, 2),
        "text": (soma(0.5)._ref_v, "values", times),
    }[given]
    with pytest.raises(ranvier.Error):
        cvode.record(*arguments)
    h.finitialize(-65)
    h.fadvance()
    assert len(values) == len(times) == 0


# --- events ----------


@pytest.fixture
def net(h: Any, soma: Any) -> Any:
    synapse, source = h.ExpSyn(soma(0.5)), h.NetStim()
    source.start, source.interval, source.number = 1, 1, 2
    netcon = h.NetCon(source, synapse, 0, 2, 0.1)
    return synapse, source, netcon


def test_what_is_under_way(h: Any, cvode: Any, net: Any, capfd: pytest.CaptureFixture[str]) -> None:
    synapse, source, netcon = net
    h.finitialize(-65)
    netcon.event(3)
    cvode.event(4, lambda: None)
    times = h.Vector()
    assert cvode.print_event_queue(times) == 1
    assert list(times) == [1, 3, 4]
    assert cvode.print_event_queue() == 1
    assert capfd.readouterr().out == (
        "1 ms: NetStim[0] to itself, flag 3\n3 ms: NetCon[0] to ExpSyn[0]\n4 ms: a call\n"
    )
    flags, listed = h.Vector(), h.List()
    assert cvode.event_queue_info(2, times, listed) == 1
    assert (list(times), list(listed)) == ([3], [netcon])
    listed = h.List()
    assert cvode.event_queue_info(3, times, flags, listed) == 1
    assert (list(times), list(flags), list(listed)) == ([1], [3], [source])
    with pytest.raises(ranvier.Error):
        cvode.event_queue_info(1, times, listed)
    h.continuerun(5)
    cvode.print_event_queue(times)
    assert len(times) == 0


@pytest.mark.parametrize("threads", [1, 2])
def test_when_events_are_sent(h: Any, cvode: Any, soma: Any, net: Any, pulse: Any, threads: int) -> None:
    _, _, netcon = net
    other = h.Section(name="other")
    target = h.ExpSyn(other(0.5))
    spikes = h.NetCon(soma(0.5)._ref_v, target, sec=soma)
    spikes.delay = 0.5
    seen = h.Vector()
    spikes.record(seen)
    h.ParallelContext().nthread(threads)
    log = h.Vector()
    assert cvode.store_events(log) == 1
    h.finitialize(-65)
    netcon.event(3.5)
    h.continuerun(6)
    pairs = list(zip(list(log)[::2], list(log)[1::2], strict=True))
    assert (0, 1) in pairs  # the NetStim's to itself
    assert (0, 3.5) in pairs
    assert (1, 3) in pairs  # what its NetCon carries
    assert [(sent, due) for sent, due in pairs if sent == seen[0]] == [(seen[0], seen[0] + 0.5)]
    assert all(due >= sent for sent, due in pairs)
    cvode.store_events()
    size = len(log)
    h.finitialize(-65)
    h.continuerun(6)
    assert len(log) == size


def test_counts(h: Any, cvode: Any, net: Any) -> None:
    counts = h.Vector(3)
    h.finitialize(-65)
    h.continuerun(5)
    assert cvode.spike_stat(counts) == 0
    assert len(counts) == 11
    assert counts[0] == 0  # the step is fixed
    assert counts[1] == 1
    # two events of the NetStim to itself that act, one that ends it, two that arrive
    assert counts[8] == counts[10] >= 4
    cvode.active(True)
    h.finitialize(-65)
    cvode.spike_stat(counts)
    states = h.Vector()
    cvode.states(states)
    assert counts[0] == len(states)


# --- states ----------


def test_largest_states(h: Any, cvode: Any, soma: Any, pulse: Any) -> None:
    cvode.active(True)
    cvode.state_magnitudes(1)
    h.finitialize(-65)
    cvode.solve(5)
    states, errors, error = h.Vector(), h.Vector(), h.ref(0)
    cvode.state_magnitudes(states, 0)
    cvode.state_magnitudes(errors, 1)
    assert len(states) == len(errors) == 4
    largest_v = cvode.state_magnitudes("v", error)
    assert largest_v == states[0] == pytest.approx(76.2, abs=0.5)
    assert error[0] == errors[0] > 0
    assert cvode.state_magnitudes("m_hh", error) == pytest.approx(0.9949, abs=1e-3)
    with pytest.raises(ranvier.LookupFailure):
        cvode.state_magnitudes("q", error)
    cvode.state_magnitudes(0)
    h.finitialize(-65)
    cvode.solve(5)
    cvode.state_magnitudes(states, 0)
    assert list(states) == [0, 0, 0, 0]


def test_largest_states_are_of_one_integrator(h: Any, cvode: Any, soma: Any) -> None:
    cvode.active(True)
    cvode.use_local_dt(1)
    cvode.state_magnitudes(1)
    h.finitialize(-65)
    with pytest.raises(ranvier.StateError, match="use_local_dt"):
        cvode.state_magnitudes(h.Vector(), 0)
    cvode.solve(1)


def test_methods(h: Any, cvode: Any) -> None:
    assert cvode.current_method() == 0
    section = h.Section()
    assert cvode.current_method() == 1
    cvode.active(True)
    assert cvode.current_method() == 301
    cvode.use_local_dt(1)
    assert cvode.current_method() == 1301
    cvode.active(False)
    h.secondorder = 2
    assert cvode.current_method() == 201
    assert cvode.use_mxb() == 0
    assert cvode.use_mxb(1) == 1
    assert cvode.current_method() == 211
    assert cvode.use_mxb(0) == 0
    assert section.nseg == 1


def test_changes_are_counted(h: Any, cvode: Any, soma: Any) -> None:
    structure, geometry = cvode.structure_change_count(), cvode.diam_change_count()
    h.finitialize()
    assert (cvode.structure_change_count(), cvode.diam_change_count()) == (structure, geometry)
    soma.diam = 3
    assert cvode.structure_change_count() == structure
    assert cvode.diam_change_count() > geometry
    soma.nseg = 3
    assert cvode.structure_change_count() > structure


def test_kept_for_scripts(h: Any, cvode: Any, soma: Any, net: Any) -> None:
    assert cvode.dae_init_dteps() == 1e-9
    assert cvode.dae_init_dteps(1e-5) == cvode.dae_init_dteps() == 1e-5
    assert cvode.dae_init_dteps(1e-9, 2) == 1e-9
    for wrong in (0, -1, float("nan")):
        with pytest.raises(ranvier.Error):
            cvode.dae_init_dteps(wrong)
    assert (cvode.use_long_double(), cvode.use_long_double(1), cvode.use_long_double(0)) == (0, 1, 0)
    with pytest.raises(ranvier.Error):
        cvode.use_daspk(1)
    assert (cvode.poolshrink(1), cvode.poolshrink(0)) == (1, 0)
    assert (cvode.use_parallel(), cvode.simgraph_remove(), cvode.ncs_netcons()) == (1, 0, 0)
    h.finitialize(-65)
    assert cvode.free_event_queues() == 0
    h.continuerun(5)  # events under way have stayed
    assert net[0].g > 0


# --- functions ----------


def test_batch_run(h: Any, soma: Any, pulse: Any, tmp_path: Path) -> None:
    out = tmp_path / "batch.txt"
    assert h.batch_save() == 1
    h.batch_save(soma(0.5)._ref_n_hh, soma(0.5)._ref_m_hh)
    h.finitialize(-65)
    assert h.batch_run(5, 1, str(out), "my comment") == 1
    assert out.read_text() == (
        "my comment\nbatch_run from t = 0 to 5 in steps of 1 with dt = 0.025\n"
        " 0.317677 0.0529325\n 0.317712 0.0530613\n 0.570998 0.977504\n 0.762073 0.972607\n"
        " 0.757219 0.50475\n 0.66853 0.0140489\n"
    )
    assert h.t == pytest.approx(5)
    assert h.batch_run(6, 0.5, str(out)) == 1
    lines = out.read_text().splitlines()
    assert lines[:2] == ["", "batch_run from t = 5 to 6 in steps of 0.5 with dt = 0.025"]
    assert len(lines) == 5
    h.batch_save()
    h.batch_run(6.1, 0, str(out))  # a line a step
    assert out.read_text().splitlines()[2:] == [""] * 5


def test_batch_run_with_the_variable_step(h: Any, cvode: Any, soma: Any, pulse: Any, tmp_path: Path) -> None:
    out = tmp_path / "batch.txt"
    h.batch_save(h._ref_t, soma(0.5)._ref_v)
    cvode.active(True)
    h.finitialize(-65)
    h.batch_run(2, 0.5, str(out))
    assert [line.split()[0] for line in out.read_text().splitlines()[2:]] == ["0", "0.5", "1", "1.5", "2"]
    with pytest.raises(ranvier.Error, match="more than 0"):
        h.batch_run(4, 0, str(out))
    assert h.t == 2


def test_batch_run_that_cannot_write(h: Any, soma: Any, tmp_path: Path) -> None:
    h.finitialize(-65)
    with pytest.raises(ranvier.IoError, match="nowhere"):
        h.batch_run(2, 0.5, str(tmp_path / "nowhere" / "x.txt"))
    for stop, every in ((float("nan"), 1), (1, -1), (1, float("nan"))):
        with pytest.raises(ranvier.Error):
            h.batch_run(stop, every, str(tmp_path / "x.txt"))
    assert h.t == 0


#: By section and place: in the parent's equation, its own factor, the parent's in its own, the right side.
MATRIX = {
    ("soma", 0): [0.0, 22452.62546209655, 0.0, 0.0],
    ("soma", 0.2): [-266.23666555845705, 95.3796603044959, -63.559322033898304, 1430.084776086421],
    ("soma", 0.5): [-31.779661016949152, 5360.210168779073, -31.779661016949152, -241207.65756473457],
    ("soma", 0.9): [-31.779661016949152, 95.3796603044959, -31.779661016949152, 1430.084776086421],
    ("soma", 1): [-63.559322033898304, 266.23666555845705, -266.23666555845705, 0.0],
    ("dend", 0): [-31.779661016949152, 5360.210168779073, -31.779661016949152, -241207.65756473457],
    ("dend", 0.2): [-5296.610169491526, 42.41388135593222, -28.248587570621478, 1765.5317231638421],
    ("dend", 0.9): [-14.124293785310739, 42.413881355932226, -14.124293785310739, -1483.0908474576277],
    ("dend", 1): [-28.248587570621478, 66559.16638961427, -22186.388796538093, 776523.6078788332],
    ("near", 0): [-28.248587570621478, 66559.16638961427, -22186.388796538093, 776523.6078788332],
    ("near", 0.5): [-11093.194398269046, 14.16429378531074, -7.062146892655369, 0.0],
    ("near", 1): [-7.062146892655369, 11093.194398269046, -11093.194398269046, 0.0],
    ("far", 0.2): [-33279.58319480713, 95.37898305084744, -63.5593220338983, 0.0],
    ("far", 0.5): [-31.77966101694915, 63.5993220338983, -31.77966101694915, 0.0],
    ("far", 1): [-63.5593220338983, 33279.58319480713, -33279.58319480713, 0.0],
    ("turned", 0): [-28.248587570621478, 22186.388796538093, -22186.388796538093, 0.0],
    ("turned", 0.2): [-14.124293785310739, 42.412881355932214, -14.124293785310739, 0.0],
    ("turned", 0.9): [-22186.388796538093, 42.412881355932214, -28.248587570621478, 0.0],
    ("turned", 1): [0.0, 22452.62546209655, 0.0, 0.0],
}


def test_matrix(h: Any, soma: Any, capfd: pytest.CaptureFixture[str]) -> None:
    soma.nseg = 3
    dend, near, far, turned = (h.Section(name=name) for name in ("dend", "near", "far", "turned"))
    dend.nseg = turned.nseg = 2
    far.nseg = 3
    dend.insert("pas")
    dend.connect(soma(0.5))
    near.connect(dend(1), 0)
    far.connect(dend(1), 0)
    turned.connect(soma(0), 1)
    h.finitialize(-65)
    soma(0.5).v, dend(0.7).v = -20, -30
    sections = {s.name(): s for s in (soma, dend, near, far, turned)}
    for (name, x), row in MATRIX.items():
        found = [h.fmatrix(x, i, sec=sections[name]) for i in (1, 2, 3, 4)]
        assert found == pytest.approx(row, rel=1e-9, abs=1e-9), (name, x)
    assert h.fmatrix() == 1
    lines = capfd.readouterr().out.splitlines()
    assert len(lines) == 17
    assert lines[0] == "0 0 0 22452.6 0"
    assert "-31.7797 -31.7797 5360.21 -241208" in lines[2]
    for x, i in ((0.5, 5), (0.5, 0), (1.5, 1), (float("nan"), 1)):
        with pytest.raises(ranvier.Error):
            h.fmatrix(x, i, sec=soma)


def test_a_fresh_start(h: Any, soma: Any) -> None:
    h.dt, h.t, h.celsius, h.secondorder = 0.1, 3, 12, 2
    assert h.initnrn() == 1
    assert (h.dt, h.t, h.celsius, h.secondorder) == (0.025, 0, 6.3, 0)
    assert [s.name() for s in h.allsec()] == ["soma"]


def test_voltage_of_the_old_clamp(h: Any, soma: Any) -> None:
    """NEURON 9.0.2 ends here with a segmentation fault."""
    assert h.fclampv() == 0
    h.fclamp(1, 0.5, sec=soma)
    h.fclamp(0, 5, -20)
    h.finitialize(-65)
    assert h.fclampv() == -65
    h.continuerun(4)
    assert h.fclampv() == soma(0.5).v == pytest.approx(-20, abs=1)


def test_names_that_sessions_use(h: Any) -> None:
    h.load_file("import3d.hoc")
    assert h.ocbox_ is None
    assert h.save_window_ is None
    assert len(h.scene_vector_) == 1
