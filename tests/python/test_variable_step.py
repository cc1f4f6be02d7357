# SPDX-License-Identifier: BSD-3-Clause
"""The variable step: what scripts do with ``CVode``, what it refuses, and that its error falls with the tolerance."""

from __future__ import annotations

import itertools
import math
from pathlib import Path
from typing import Any

import pytest

#: With a method that only a fixed step knows, or none, the equations are there all the same.
DECAY = """
NEURON {{ SUFFIX {name} RANGE x }}
STATE {{ x }}
INITIAL {{ x = 1 }}
BREAKPOINT {{ SOLVE st {method} }}
DERIVATIVE st {{ x' = -x }}
"""
#: What a PROCEDURE does in a step is no equation.
DISCRETE = """
NEURON { SUFFIX stepwise RANGE x }
ASSIGNED { x }
INITIAL { x = 1 }
BREAKPOINT { SOLVE st }
PROCEDURE st() { x = x - dt*x }
"""


@pytest.fixture
def method(h: Any) -> Any:
    made = h.CVode()
    made.active(True)
    return made


@pytest.fixture
def soma(h: Any) -> Any:
    section = h.Section(name="soma")
    section.L = section.diam = 20
    section.insert("hh")
    return section


def clamp(h: Any, segment: Any, delay: float = 1, duration: float = 1, amplitude: float = 0.5) -> Any:
    made = h.IClamp(segment)
    made.delay, made.dur, made.amp = delay, duration, amplitude
    return made


def v_at(h: Any, method: Any, soma: Any, tolerance: float, time: float = 10) -> float:
    method.atol(tolerance)
    h.finitialize(-65)
    method.solve(time)
    assert h.t == time
    return float(soma(0.5).v)


def test_steps_of_one_compartment(h: Any, method: Any, soma: Any) -> None:
    """NEURON 9.0.2 takes 187 points with the exact rates, 183 with TABLEs."""
    pulse = clamp(h, soma(0.5))
    times = h.Vector().record(h._ref_t)
    h.finitialize(-65)
    assert len(times) == 0
    while h.t < 30:
        before = h.t
        h.fadvance()
        assert h.t >= before
    assert 160 <= len(times) <= 210
    assert list(times).count(1.0) == 2  # the pulse begins: a step ends, a history begins
    assert list(times).count(2.0) == 2
    del pulse


def test_error_falls_with_the_tolerance(h: Any, method: Any, soma: Any) -> None:
    pulse = clamp(h, soma(0.5))
    h.usetable_hh = 0
    best = v_at(h, method, soma, 1e-12)
    errors = [abs(v_at(h, method, soma, 10.0**-k) - best) for k in (3, 5, 7, 9)]
    h.usetable_hh = 1
    assert errors[0] < 0.5
    assert all(after < before / 5 for before, after in itertools.pairwise(errors)), errors
    del pulse


def test_agrees_with_the_fixed_step(h: Any, method: Any, soma: Any) -> None:
    pulse = clamp(h, soma(0.5))
    exact = v_at(h, method, soma, 1e-9)
    method.active(False)
    assert h.dt == 0.025
    h.dt = 0.001
    h.finitialize(-65)
    h.continuerun(10)
    assert abs(soma(0.5).v - exact) < 0.05
    h.dt = 0.025
    del pulse


def test_an_event_acts_at_its_time(h: Any, method: Any, soma: Any) -> None:
    synapse = h.ExpSyn(soma(0.5))
    synapse.tau = 2
    train = h.NetStim()
    train.start, train.number = 3.3, 1
    connection = h.NetCon(train, synapse)
    connection.delay, connection.weight[0] = 1.25, 0.01
    times, g = h.Vector().record(h._ref_t), h.Vector().record(synapse._ref_g)
    h.finitialize(-65)
    method.solve(6.55)
    jumps = [i for i, time in enumerate(times) if abs(time - 4.55) < 1e-9]
    assert len(jumps) == 2 and jumps[1] == jumps[0] + 1
    assert synapse.g == pytest.approx(0.01 * math.exp(-1), rel=1e-3)
    assert (g[jumps[0]], g[jumps[1]]) == (0, 0.01)


def test_recording_at_given_times(h: Any, method: Any, soma: Any) -> None:
    pulse = clamp(h, soma(0.5))
    wanted = h.Vector([0.5, 1.0, 3.3, 7.77])
    v = h.Vector().record(soma(0.5)._ref_v, wanted)
    regular = h.Vector().record(soma(0.5)._ref_v, 0.5)
    method.atol(1e-6)
    h.finitialize(-65)
    method.solve(10)
    assert len(v) == 4
    assert len(regular) == 21
    assert v[0] == pytest.approx(regular[1], abs=1e-9)
    again = []
    for time in wanted:
        h.finitialize(-65)
        method.solve(time)
        again.append(soma(0.5).v)
    assert list(v) == pytest.approx(again, abs=1e-3)
    del pulse


def test_played_vector(h: Any, method: Any, soma: Any) -> None:
    pulse = clamp(h, soma(0.5), 0, 1e9, 0)
    values, times = h.Vector([0, 0, 0.5, 0]), h.Vector([0, 2, 4, 6])
    values.play(pulse._ref_amp, times, True)
    seen, at = h.Vector().record(pulse._ref_i), h.Vector().record(h._ref_t)
    h.finitialize(-65)
    method.solve(10)
    for time, amplitude in zip(at, seen, strict=True):
        if time < 6:
            assert amplitude == pytest.approx(
                max(0.0, min(0.25 * (time - 2), 0.5 - 0.25 * (time - 4))), abs=1e-9
            )
    assert {2.0, 4.0, 6.0} <= set(at)
    values.play_remove()


def test_states_and_rates(h: Any, method: Any, soma: Any) -> None:
    h.finitialize(-65)
    y, rates = h.Vector(), h.Vector()
    method.states(y)
    assert list(y) == pytest.approx([-65, soma(0.5).hh.m, soma(0.5).hh.h, soma(0.5).hh.n])
    name = h.ref("")
    names = []
    for i in range(4):
        method.statename(i, name)
        names.append(name[0])
    assert names == ["soma.v(0.5)", "soma.m_hh(0.5)", "soma.h_hh(0.5)", "soma.n_hh(0.5)"]
    method.dstates(rates)
    other = h.Vector()
    method.f(0, y, other)
    assert list(rates) == list(other)
    y[0] = -30
    method.f(0, y, other)
    assert other[1] > 0.1  # m opens


def test_thresholds(h: Any, method: Any, soma: Any) -> None:
    pulse = clamp(h, soma(0.5))
    counter = h.NetCon(soma(0.5)._ref_v, None, sec=soma)
    times = h.Vector()
    counter.record(times)
    found = {}
    for order in (1, 2):
        method.condition_order(order)
        h.finitialize(-65)
        method.solve(10)
        assert len(times) == 1
        found[order] = times[0]
    method.condition_order(2)
    method.atol(1e-8)
    h.finitialize(-65)
    method.solve(10)
    assert abs(found[2] - times[0]) < 0.005
    assert abs(found[1] - times[0]) < 0.05
    del pulse


def test_switching_in_mid_run(h: Any, method: Any, soma: Any) -> None:
    pulse = clamp(h, soma(0.5))
    method.atol(1e-7)
    exact = v_at(h, method, soma, 1e-9, 5)
    h.finitialize(-65)
    method.solve(1.5)
    method.active(False)
    h.dt = 0.0005
    for _ in range(1000):
        h.fadvance()
    assert h.t == pytest.approx(2, abs=1e-9)
    method.active(True)
    method.solve(5)
    assert abs(soma(0.5).v - exact) < 0.05
    method.active(False)
    h.dt = 0.025
    method.active(True)
    del pulse


def test_same_bits_in_lanes_and_again(h: Any, method: Any) -> None:
    def run(count: int) -> list[float]:
        cells = []
        for i in range(count):
            cell = h.Section(name=f"cell{i}")
            cell.L = cell.diam = 20
            cell.nseg = 3
            cell.insert("hh")
            cells.append((cell, clamp(h, cell(0.5), 1, 1, 0.4)))
        h.finitialize(-65)
        method.solve(8)
        return [cell(0.5).v for cell, _ in cells]

    first = run(3)
    assert first == run(3)
    assert len(set(first)) == 1  # equal cells have equal numbers


def test_callbacks(h: Any, method: Any, soma: Any) -> None:
    seen = []
    h.finitialize(-65)
    method.event(2.5, lambda: seen.append(h.t))
    method.solve(5)
    assert seen == [2.5]


@pytest.mark.parametrize("wrong", [0, -1e-3, math.nan, math.inf])
def test_wrong_tolerances(h: Any, method: Any, wrong: float) -> None:
    with pytest.raises(Exception, match="absolute tolerance"):
        method.atol(wrong)
    assert method.atol() == 1e-3


def test_solve_backwards_or_off(h: Any, method: Any, soma: Any) -> None:
    h.finitialize(-65)
    method.solve(2)
    with pytest.raises(Exception, match="solve"):
        method.solve(1)
    assert h.t == 2
    method.active(False)
    with pytest.raises(Exception, match="not on"):
        method.solve(3)
    method.active(True)
    method.solve(3)
    assert h.t == 3


def test_edits_in_a_callback(h: Any, method: Any, soma: Any) -> None:
    """More segments in the middle of a run: the run goes on with the new rows."""

    def edit() -> None:
        soma.nseg = 3

    h.finitialize(-65)
    method.event(1, edit)
    method.solve(3)
    assert h.t == 3 and soma.nseg == 3
    assert math.isfinite(soma(0.5).v)


def test_finitialize_in_a_callback(h: Any, method: Any, soma: Any) -> None:
    h.finitialize(-65)
    method.event(1, lambda: h.finitialize(-65))
    with pytest.raises(Exception, match="running"):
        method.solve(3)
    h.finitialize(-65)
    method.solve(3)
    assert h.t == 3


def test_a_mechanism_that_cannot_take_part(h: Any, method: Any, soma: Any, tmp_path: Path) -> None:
    (tmp_path / "stepwise.mod").write_text(DISCRETE)
    h.nrn_load_mod(str(tmp_path))
    soma.insert("stepwise")
    with pytest.raises(Exception, match="stepwise"):
        h.finitialize(-65)
    method.active(False)
    h.finitialize(-65)  # with a fixed step it runs
    h.fadvance()
    soma.uninsert("stepwise")


@pytest.mark.parametrize("how", ["METHOD euler", "METHOD runge", ""])
def test_equations_whatever_a_fixed_step_does_with_them(
    h: Any, method: Any, tmp_path: Path, how: str
) -> None:
    name = "by" + (how.split() or ["default"])[-1]
    (tmp_path / f"{name}.mod").write_text(DECAY.format(name=name, method=how))
    h.nrn_load_mod(str(tmp_path))
    section = h.Section(name="s")
    section.insert(name)
    method.atol(1e-8)
    h.finitialize(-65)
    states = h.Vector()
    method.states(states)
    assert list(states) == [-65, 1]
    method.solve(1)
    assert getattr(section(0.5), f"x_{name}") == pytest.approx(math.exp(-1), abs=1e-7)


def test_local_step(h: Any, method: Any) -> None:
    """A silent cell takes less than a tenth of an active cell's steps, and nobody's numbers change by much."""
    cells = []
    for i in range(3):
        cell = h.Section(name=f"cell{i}")
        cell.L = cell.diam = 20
        cell.insert("hh" if i < 2 else "pas")
        cells.append(cell)
    cells[2](0.5).pas.e = -65
    pulse = clamp(h, cells[0](0.5), 1, 1e9, 0.3)
    synapse = h.ExpSyn(cells[1](0.5))
    synapse.tau = 2
    connection = h.NetCon(cells[0](0.5)._ref_v, synapse, sec=cells[0])
    connection.threshold, connection.delay, connection.weight[0] = -10, 2, 0.05
    results = {}
    for local in (False, True):
        method.use_local_dt(local)
        assert bool(method.use_local_dt()) == local
        method.atol(1e-6)
        spikes, points = [], []
        for cell in cells:
            counter = h.NetCon(cell(0.5)._ref_v, None, sec=cell)
            counter.threshold = -10
            times = h.Vector()
            counter.record(times)
            spikes.append((times, counter))
            points.append(h.Vector().record(cell(0.5)._ref_v))
        method.condition_order(2)
        h.finitialize(-65)
        method.solve(60)
        assert h.t == 60
        results[local] = ([list(times) for times, _ in spikes], [len(v) for v in points])
    (want, _), (got, steps) = results[False], results[True]
    assert [len(x) for x in got] == [len(x) for x in want]
    assert len(got[0]) > 2 and len(got[1]) > 2 and not got[2]
    for a, b in zip(got[:2], want[:2], strict=True):
        assert a == pytest.approx(b, abs=1e-3)
    assert steps[2] * 10 < steps[0]
    method.use_local_dt(False)
    del pulse


def test_state_transitions(h: Any, method: Any, soma: Any) -> None:
    pulse = clamp(h, soma(0.5))
    machine = h.StateTransitionEvent(2)
    seen = []
    level = h.ref(-10)
    machine.transition(0, 1, soma(0.5)._ref_v, level, lambda: seen.append((h.t, soma(0.5).v)))
    h.finitialize(-65)
    method.solve(5)
    assert len(seen) == 1
    assert seen[0][1] > -10 and 1 < seen[0][0] < 3
    del pulse


@pytest.mark.parametrize("nseg", [1, 41])
def test_who_looks_changes_nothing(h: Any, method: Any, soma: Any, nseg: int) -> None:
    """Recorders of states let steps end without an evaluation, a recorder of a current does not: the same numbers."""
    soma.L, soma.nseg = 20 * nseg, nseg
    pulse = clamp(h, soma(0.5))
    seen = []
    for what in ("v", "m_hh", "ina", "t"):
        time = h.Vector().record(h._ref_t)
        v = h.Vector().record(soma(0.5)._ref_v)
        other = h.Vector().record(h._ref_t if what == "t" else getattr(soma(0.5), "_ref_" + what))
        h.finitialize(-65)
        method.solve(3.7)
        assert len(other) == len(time) > 50
        # what follows from the states is that of the states at the end
        segment = soma(0.5)
        assert segment.ina == pytest.approx(segment.gna_hh * (segment.v - segment.ena), rel=1e-12)
        gates = segment.m_hh**3 * segment.h_hh
        assert segment.gna_hh == pytest.approx(segment.gnabar_hh * gates, rel=1e-12)
        seen.append((list(time), list(v), segment.v, segment.ina))
        del other
    assert seen[1:] == seen[:-1]
    del pulse


def test_a_run_ends_at_tstop_whoever_makes_the_steps(h: Any) -> None:
    """As NEURON 9.0.2: dt is then the step that is planned next, and half of it no reason to end before tstop."""
    h.load_file("stdrun.hoc")
    cell = h.Section(name="cell")
    cell.insert("hh")
    clamp = h.IClamp(cell(0.5))
    clamp.delay, clamp.dur, clamp.amp = 1, 1, 2
    h.cvode_active(1)
    h.tstop = 20
    h.run()
    assert h.t == 20
    h("proc advance() { fadvance() }")
    h.run()
    assert h.t == 20


def test_an_event_without_a_callable_ends_a_step(h: Any, method: Any, soma: Any) -> None:
    """As in NEURON 9.0.2, where such an event ends ``solve`` early, too; a run goes on to its end."""
    times = h.Vector().record(h._ref_t)
    h.finitialize(-65)
    method.event(5.123)
    method.solve(10)
    assert (h.t, times[-1]) == (5.123, 5.123)
    method.solve(10)
    assert h.t == 10
    h.finitialize(-65)
    method.event(5.123)
    h.continuerun(10)
    assert h.t >= 10
    assert 5.123 in list(times)
    method.event(3)  # is past: nothing happens
    method.solve(20)
    assert h.t == 20


def test_the_step_after_a_new_beginning_is_a_step(h: Any, method: Any, soma: Any) -> None:
    times = h.Vector().record(h._ref_t)
    h.finitialize(-65)
    for _ in range(5):
        h.fadvance()
    points, begin = len(times), h.t
    method.re_init()
    assert (len(times), h.t) == (points, begin)
    h.fadvance()
    assert len(times) == points + 1
    assert times[-1] == begin < h.t


CONCENTRATION = """
NEURON {{ SUFFIX {name} {use} }}
STATE {{ {state} <1e-4> }}
INITIAL {{ {state} = 1e-4 }}
BREAKPOINT {{ SOLVE st METHOD cnexp }}
DERIVATIVE st {{ {state}' = -{state} }}
"""


def test_the_tolerance_of_a_concentration_is_its_ions(h: Any, method: Any, tmp_path: Path) -> None:
    """NEURON 9.0.2 leaves the number behind such a STATE out: ``CVode.error_weights`` gives 1000 at ``atol`` 1e-3."""
    (tmp_path / "own.mod").write_text(CONCENTRATION.format(name="own", state="x", use=""))
    (tmp_path / "pool.mod").write_text(
        CONCENTRATION.format(name="pool", state="cai", use="USEION ca READ cai WRITE cai")
    )
    h.nrn_load_mod(str(tmp_path))
    weights = h.Vector()

    def weight(mechanism: str) -> float:
        section = h.Section(name=mechanism)
        section.insert(mechanism)
        h.finitialize(-65)
        h.fadvance()
        method.error_weights(weights)
        return float(weights[1])

    assert weight("own") == pytest.approx(1e7)
    assert weight("pool") == pytest.approx(1000)


READER = """
NEURON { POINT_PROCESS Reader POINTER from NONSPECIFIC_CURRENT i RANGE gain }
PARAMETER { gain = 1e-4 }
ASSIGNED { from i }
BREAKPOINT { i = -gain*from }
"""


def test_a_pointer_within_its_cell_lets_cells_have_their_own_steps(
    h: Any, method: Any, soma: Any, tmp_path: Path
) -> None:
    (tmp_path / "reader.mod").write_text(READER)
    h.nrn_load_mod(str(tmp_path / "reader.mod"))
    other = h.Section(name="other")
    other.L = other.diam = 20
    other.insert("hh")
    readers = [h.Reader(section(0.5)) for section in (soma, other)]
    for reader, section in zip(readers, (soma, other), strict=True):
        h.setpointer(section(0.5)._ref_m_hh, "from", reader)
    stimulus = clamp(h, soma(0.5))
    method.atol(1e-8)
    seen = []
    for local in (False, True):
        method.use_local_dt(local)
        h.finitialize(-65)
        method.solve(5)
        seen.append((soma(0.5).v, other(0.5).v))
    assert seen[1] == pytest.approx(seen[0], abs=1e-4)
    assert abs(seen[0][0] - seen[0][1]) > 1
    h.setpointer(other(0.5)._ref_m_hh, "from", readers[0])
    with pytest.raises(Exception, match="Reader: cells that look at each other"):
        h.finitialize(-65)
    del stimulus


def test_longitudinal_diffusion(h: Any, method: Any) -> None:
    """Numbers of NEURON 9.0.2 by CVODE at ``atol`` 1e-10."""
    corners = Path(__file__).resolve().parents[1] / "conformance" / "nmodl" / "corners"
    h.nrn_load_mod(str(corners / "diffusion_branched"))
    sections = []
    for name, nseg, length, diameter in (("a", 3, 9, 2), ("b", 4, 8, 1), ("c", 2, 6, 1.5)):
        section = h.Section(name=name)
        section.nseg, section.L, section.diam = nseg, length, diameter
        section.insert("dbr")
        sections.append(section)
    a, b, c = sections
    b.connect(a(1))
    c.connect(a(0.5))
    a(0.9).diam = 1.3
    a(0.5).dbr.src = 0.4
    method.atol(1e-10)
    for local in (False, True):
        method.use_local_dt(local)
        h.finitialize(-65)
        c(0.75).dbr.s = 3
        method.re_init()
        method.solve(4)
        found = [seg.dbr.s for section in sections for seg in section]
        assert found == pytest.approx(
            [
                0.21174170139771867,
                0.827209854218942,
                0.256539627823477,
                0.11621045862797509,
                0.08402653200412913,
                0.0784443563910442,
                0.0776441912086199,
                0.7233648804255403,
                1.9102787332331874,
            ],
            abs=1e-7,
        )


WATCHER = """
NEURON { POINT_PROCESS Watcher RANGE n, came }
ASSIGNED { v n came[60] }
INITIAL { n = 0 net_send(0, 1) }
NET_RECEIVE(w) {
    if (flag == 1) { WATCH (v > -20) 2 }
    if (flag == 2) { came[n] = t n = n + 1 WATCH (v < -60) 3 }
    if (flag == 3) { came[n] = t n = n + 1 WATCH (v > -20) 2 }
}
"""


@pytest.mark.parametrize("local", [False, True])
def test_conditions_within_a_step(h: Any, method: Any, soma: Any, tmp_path: Path, local: bool) -> None:
    """The first times are those of NEURON 9.0.2; with order 2 they hardly depend on the tolerance."""
    (tmp_path / "watcher.mod").write_text(WATCHER)
    h.nrn_load_mod(str(tmp_path / "watcher.mod"))
    watcher = h.Watcher(soma(0.5))
    stimulus = clamp(h, soma(0.5), duration=50)
    method.use_local_dt(local)

    def times(order: int, tolerance: float) -> list[float]:
        method.condition_order(order)
        method.atol(tolerance)
        h.finitialize(-65)
        method.solve(40)
        assert watcher.n == 9
        return [watcher.came[i] for i in range(9)]

    assert times(1, 1e-3)[0] == pytest.approx(1.783064, abs=1e-6)
    assert times(2, 1e-3)[0] == pytest.approx(1.781463, abs=1e-6)
    assert times(2, 1e-6)[:4] == pytest.approx([1.78194, 4.365745, 11.724918, 13.821272], abs=1e-4)
    del stimulus
