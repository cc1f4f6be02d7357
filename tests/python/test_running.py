# SPDX-License-Identifier: BSD-3-Clause
"""Initialising, stepping, recording, playing, events."""

import threading

import pytest

import ranvier


@pytest.fixture
def soma(h):
    s = h.Section(name="soma")
    s.L = s.diam = 20
    s.insert("hh")
    return s


def test_the_run_library_is_there(h, capsys):
    assert h.load_file("stdrun.hoc") == h.load_file("nrngui.hoc") == 1.0
    assert h.load_file("no_such_file.hoc") == 0.0
    assert "no_such_file.hoc" in capsys.readouterr().err
    assert (h.tstop, h.v_init, h.steps_per_ms, h.dt, h.t) == (5, -65, 40, 0.025, 0)


@pytest.mark.parametrize(
    ("dt", "per_ms", "expected"),
    [(0.03, 40, 0.025), (0.1, 40, 0.025), (0.01, 40, 0.0125), (0.0125, 10, 0.0125), (0.025, 40, 0.025)],
)
def test_setdt(h, capsys, dt, per_ms, expected):
    h.dt, h.steps_per_ms = dt, per_ms
    h.setdt()
    assert h.dt == expected
    assert ("dt changed" in capsys.readouterr().err) == (dt != expected)


def test_time_accumulates_as_scripts_expect(h, soma):
    t = h.Vector().record(h._ref_t)
    h.tstop = 1
    h.run()
    assert t.size() == 41
    assert t[40] == h.t == 0.9999999999999984
    h.continuerun(0.5)  # is over already
    assert h.t == 0.9999999999999984


def test_finitialize(h, soma):
    soma.v = -50
    assert h.finitialize() == 1.0
    assert (soma.v, h.t) == (-50, 0)
    h.finitialize(-70)
    assert soma.v == -70
    with pytest.raises(TypeError, match="initial potential"):
        h.finitialize("x")
    with pytest.raises(ValueError, match="finite"):
        h.finitialize(float("nan"))


def test_stepping_and_running_give_the_same_bits(h, soma):
    clamp = h.IClamp(soma(0.5))
    clamp.dur, clamp.amp = 1, 0.5
    v = h.Vector().record(soma(0.5)._ref_v)
    h.finitialize(-65)
    for _ in range(200):
        assert h.fadvance() == 1.0
    stepped = v.to_python()
    h.finitialize(-65)
    h.continuerun(5)
    assert v.to_python() == stepped
    h.finitialize(-65)
    pc = h.ParallelContext()
    pc.set_maxstep(10)
    pc.psolve(5)
    assert v.to_python() == stepped
    assert max(stepped) > 20


def test_recording_at_intervals_and_times(h, soma):
    at_dt = h.Vector().record(h._ref_t, 0.1)
    at_times = h.Vector().record(soma(0.5)._ref_v, h.Vector([0.33, 0.5]))
    v = h.Vector().record(soma(0.5)._ref_v)
    h.finitialize(-65)
    h.continuerun(1)
    assert list(at_dt)[:3] == pytest.approx([0, 0.1, 0.2])
    assert list(at_times) == [v[13], v[20]]  # of the step nearest to each time
    for wrong in (3.5, None, "v"):
        with pytest.raises((TypeError, ValueError), match="reference"):
            h.Vector().record(wrong)
    with pytest.raises(ValueError, match="interval"):
        h.Vector().record(h._ref_t, -1)


def test_a_dropped_vector_stops_recording(h, soma):
    v = h.Vector().record(soma(0.5)._ref_v)
    del v
    h.finitialize(-65)
    h.fadvance()
    w = h.Vector().record(soma(0.5)._ref_v)
    w.play_remove()
    h.finitialize(-65)
    assert w.size() == 0


def test_recording_of_a_deleted_section_is_harmless(h, soma):
    v = h.Vector().record(soma(0.5)._ref_v)
    h.finitialize(-65)
    h.delete_section(sec=soma)
    try:
        h.finitialize(-65)
        h.fadvance()
    except ReferenceError:
        pass
    assert v.size() <= 2
    v.play_remove()
    h.finitialize(-65)
    h.fadvance()


def test_play_interpolates_at_half_steps(h, soma):
    clamp = h.IClamp(soma(0.5))
    clamp.dur = 1e9
    times, values = h.Vector([0, 1]), h.Vector([0, 2])
    values.play(clamp._ref_amp, times, True)
    amp = h.Vector().record(clamp._ref_amp)
    h.finitialize(-65)
    h.fadvance()
    assert amp[1] == pytest.approx(0.05)
    with pytest.raises(ValueError, match="not decrease"):
        h.Vector([0, 1, 0]).play(clamp._ref_amp, h.Vector([3, 2, 1]), True)


def test_play_in_steps(h, soma):
    clamp = h.IClamp(soma(0.5))
    clamp.dur = 1e9
    steps = h.Vector([1, 2, 3])
    steps.play(clamp._ref_amp, 0.1)
    amp, t = h.Vector().record(clamp._ref_amp), h.Vector().record(h._ref_t)
    h.finitialize(-65)
    h.continuerun(0.5)
    at = {round(x, 3): a for x, a in zip(t, amp, strict=True)}
    assert (at[0.05], at[0.15], at[0.25]) == (1, 2, 3)


def test_handlers_are_called_in_their_stages(h, soma):
    seen = []
    handlers = [
        h.FInitializeHandler(k, lambda k=k: seen.append((k, h.t, soma.v, soma(0.5).hh.m > 0)))
        for k in (2, 1, 0, 3)
    ]
    handlers.append(h.FInitializeHandler((seen.append, "with an argument")))
    h.finitialize(-65)
    h.continuerun(1)
    v = soma.v
    m = soma(0.5).hh.m > 0
    seen.clear()
    h.finitialize(-70)
    assert seen[0] == (3, pytest.approx(1), v, m)
    assert seen[1][:3] == (0, 0, -70)
    assert seen[2:4] == [(1, 0, -70, True), "with an argument"]
    assert seen[4] == (2, 0, -70, True)
    del handlers
    seen.clear()
    h.finitialize(-65)
    assert seen == []
    with pytest.raises(RuntimeError, match="type"):
        h.FInitializeHandler(4, lambda: None)


def test_callbacks_may_edit_the_model(h, soma):
    def grow():
        soma.nseg = 3
        soma.gnabar_hh = 0

    handler = h.FInitializeHandler(lambda: h.cvode.event(1, grow))
    h.finitialize(-65)
    h.continuerun(2)
    assert soma.nseg == 3 and soma(0.1).hh.gnabar == 0
    del handler


def test_events_see_the_time_of_their_step(h, soma):
    seen = []
    handler = h.FInitializeHandler(
        lambda: [h.cvode.event(x, lambda x=x: seen.append((x, h.t))) for x in (1.005, 1.0)]
    )
    h.finitialize(-65)
    h.continuerun(2)
    assert sorted(seen) == [(1.0, pytest.approx(1.0)), (1.005, pytest.approx(1.025))]
    del handler


def test_an_exception_in_a_callback_ends_the_run_and_keeps_its_type(h, soma):
    def boom():
        raise KeyError("mine")

    handler = h.FInitializeHandler(boom)
    with pytest.raises(RuntimeError, match="mine") as caught:
        h.finitialize(-65)
    assert isinstance(caught.value.__cause__, KeyError)
    del handler, caught
    h.finitialize(-65)
    h.cvode.event(0.5, boom)
    with pytest.raises(ranvier.CallbackError):
        h.continuerun(1)
    h.finitialize(-65)
    h.continuerun(1)


def test_a_run_inside_a_run_is_refused(h, soma):
    h.finitialize(-65)
    h.cvode.event(0.5, lambda: h.fadvance())
    with pytest.raises(RuntimeError, match="running"):
        h.continuerun(1)
    h.finitialize(-65)
    h.continuerun(1)
    assert h.t == pytest.approx(1)


@pytest.mark.parametrize("variable", [False, True])
def test_finitialize_inside_a_run_is_refused(h, soma, variable):
    h.cvode.active(variable)
    h.finitialize(-65)
    h.cvode.event(0.5, lambda: h.finitialize(-65))
    with pytest.raises(RuntimeError, match="running"):
        h.continuerun(1)
    h.finitialize(-65)
    h.continuerun(1)
    assert h.t >= 1 - 1e-9


@pytest.mark.parametrize("variable", [False, True])
def test_a_section_deleted_in_a_run(h, soma, variable):
    """The others go on; what was recorded of it ends there."""
    dend, other = h.Section(name="dend"), h.Section(name="other")
    dend.nseg = 3
    dend.connect(soma(1))
    other.insert("hh")
    clamp = h.IClamp(dend(0.5))
    clamp.dur, clamp.amp = 10, 0.1
    v, w = h.Vector().record(dend(0.5)._ref_v), h.Vector().record(other(0.5)._ref_v)
    h.cvode.active(variable)
    h.finitialize(-65)
    h.cvode.event(1, lambda: h.delete_section(sec=dend))
    h.continuerun(3)
    assert [section.name() for section in h.allsec()] == ["soma", "other"]
    assert 0 < len(v) < len(w)
    assert clamp.get_segment() is None
    h.finitialize(-65)
    h.continuerun(2)
    assert h.t >= 2 - 1e-9


def test_nan_is_found(h, soma):
    soma.gnabar_hh = float("nan")
    h.finitialize(-65)
    with pytest.raises(ranvier.NumericsError, match=r"soma\(0.5\).*t = "):
        h.continuerun(1)
    soma.gnabar_hh = 0.12
    h.finitialize(-65)
    h.continuerun(1)


@pytest.mark.parametrize("dt", [0, -0.025, float("nan")])
def test_dt_is_checked(h, soma, dt):
    h.finitialize(-65)
    h.dt = dt
    with pytest.raises(ValueError, match="dt"):
        h.fadvance()
    with pytest.raises(ValueError, match="dt"):
        h.continuerun(1)
    h.dt = 0.025
    h.finitialize(-65)
    h.fadvance()
    assert h.t == 0.025


def test_time_and_dt_may_be_assigned(h, soma):
    soma.uninsert("hh")
    soma.insert("pas")
    soma.e_pas = -60
    h.finitialize(-65)
    h.t, h.dt = -1e9, 1e8
    for _ in range(5):
        h.fadvance()
    h.t, h.dt = 0, 0.025
    h.fcurrent()
    h.frecord_init()
    assert soma.v == pytest.approx(-60, abs=1e-6)
    h.fadvance()
    assert h.t == 0.025


@pytest.mark.parametrize("cells, nseg, with_calls", [(1, 1, False), (100, 101, False), (1, 1, True)])
def test_ctrl_c_stops_a_run_within_a_tenth_of_a_second(h, stops_soon, cells, nseg, with_calls):
    model = [h.Section(name=f"cell{i}") for i in range(cells)]
    for section in model:
        section.nseg = nseg
        section.insert("hh")
    v = h.Vector().record(model[0](0.5)._ref_v)
    h.finitialize(-65)
    if with_calls:

        def again():
            h.cvode.event(h.t + 1, again)

        again()
    assert stops_soon(lambda: h.continuerun(1e9))
    t = h.t
    count = v.size()
    h.fadvance()
    assert h.t == t + h.dt / 2 + h.dt / 2
    assert v.size() == count + 1


def test_a_world_in_use_is_refused_to_other_threads(h, soma):
    h.finitialize(-65)
    started, errors = threading.Event(), []
    h.cvode.event(0.1, started.set)

    def run():
        try:
            h.continuerun(1e9)
        except ranvier.Error as e:
            errors.append(e)

    thread = threading.Thread(target=run, daemon=True)
    stop = []
    h.cvode.event(2e5, lambda: stop.append(1) or 1 / 0)  # ends the run in any case
    thread.start()
    assert started.wait(10)
    for use in (
        lambda: h.t,
        lambda: soma.v,
        lambda: soma.nseg,
        lambda: h.fadvance(),
        lambda: h.Section(name="x"),
    ):
        with pytest.raises(RuntimeError, match="another thread"):
            use()
    thread.join(60)
    assert not thread.is_alive()
    assert isinstance(errors[0].__cause__, ZeroDivisionError)
    h.finitialize(-65)
    h.fadvance()


def test_sections_dropped_during_another_threads_run_wait(h, soma):
    other = h.Section(name="other")
    h.finitialize(-65)
    started = threading.Event()
    h.cvode.event(0.1, started.set)
    thread = threading.Thread(target=lambda: h.continuerun(5e3))
    thread.start()
    assert started.wait(10)
    del other
    thread.join(60)
    assert [str(s) for s in h.allsec()] == ["soma"]


def test_threads_are_set_and_checked(h, soma):
    pc = h.ParallelContext()
    assert (pc.id(), pc.nhost()) == (0, 1)
    assert pc.nthread(2) == 2
    with pytest.raises(RuntimeError):
        pc.nthread(100000)
    with pytest.raises(RuntimeError):
        pc.set_maxstep(0)


def test_a_random_plays_into_a_number(h, soma):
    """A draw before INITIAL blocks, and one at the beginning of each step, as on NEURON; in the order of the plays."""

    def uniform(low=0, high=1):
        random = h.Random()
        random.Random123(1, 2, 3)
        random.uniform(low, high)
        return random

    same = uniform()
    drawn = [same.repick() for _ in range(8)]
    clamp = h.IClamp(soma(0.5))
    clamp.dur = 1e9
    random = uniform()
    assert random.play(clamp._ref_amp) == 0
    assert clamp.amp == 0
    amplitudes, currents = h.Vector().record(clamp._ref_amp), h.Vector().record(clamp._ref_i)
    h.finitialize(-65)
    assert (clamp.amp, clamp.i) == (drawn[0], drawn[0])
    for _ in range(4):
        h.fadvance()
    assert list(amplitudes) == list(currents) == drawn[:5]
    assert random.repick() == drawn[5]
    h.fadvance()
    assert clamp.amp == drawn[6]
    element = h.Vector(1)
    random.play(element._ref_x[0])
    h.fadvance()
    assert clamp.amp == drawn[7] == pytest.approx(0.696906, abs=1e-6) and element[0] == same.repick()
    # it ends with the Random, and while it plays steps are as good as ever
    h.finitialize(-65)
    h.continuerun(1)
    assert len(set(amplitudes)) == len(amplitudes)
    del random
    last = clamp.amp
    h.continuerun(2)
    assert clamp.amp == last


def test_a_random_plays_into_a_potential(h, soma):
    random = h.Random()
    random.Random123(4, 5, 6)
    random.uniform(-80, -70)
    random.play(soma(0.5)._ref_v)
    h.finitialize(-65)
    h.continuerun(5)
    assert -80.5 < soma.v < -69
    for wrong in (3, "v", soma(0.5)):
        with pytest.raises((TypeError, ValueError), match="reference"):
            random.play(wrong)
