# SPDX-License-Identifier: BSD-3-Clause
"""The capacitance as a mechanism, and stimuli by number, from Python; numbers were read from NEURON 9.0.2."""

from __future__ import annotations

import pytest

import ranvier


def soma_of(h, *mechanisms):
    soma = h.Section(name="soma")
    soma.L = soma.diam = 20
    for name in mechanisms:
        soma.insert(name)
    return soma


def test_current_of_the_capacitance(h):
    soma = soma_of(h, "hh")
    soma.nseg = 3
    clamp = h.IClamp(soma(0.5))
    clamp.delay, clamp.dur, clamp.amp = 1, 1, 0.2
    recorded = h.Vector().record(soma(0.2)._ref_i_cap)
    h.finitialize(-65)
    h.continuerun(3)
    assert recorded.size() == 121
    # 0, 1 and 2 ms of NEURON
    assert [recorded[i] for i in (0, 40, 80)] == pytest.approx(
        [0, 2.0464766309205757e-05, 0.028272502912431507], rel=1e-6
    )
    assert h.units("i_cap") == "mA/cm2"
    assert soma(0).i_cap == soma(1 / 6).i_cap and soma(1).i_cap == soma(5 / 6).i_cap
    soma(0.5).i_cap = 3
    assert soma(0.5).i_cap == soma(0.5)._ref_i_cap[0] == 3
    h.finitialize(-65)
    assert soma(0.5).i_cap == 0


def test_it_is_that_of_the_last_step_when_it_is_asked_for_late(h):
    def run(ask_first):
        world = ranvier.World().h
        soma = soma_of(world, "pas")
        if ask_first:
            assert soma(0.5).i_cap == 0
        world.finitialize(-60)
        world.continuerun(2)
        dv = soma(0.5).v
        world.fadvance()
        return soma(0.5).i_cap, 0.001 * (soma(0.5).v - dv) / world.dt

    late, early = run(False), run(True)
    assert late == early
    assert late[0] == pytest.approx(late[1], rel=1e-9)


def test_seen_from_a_callback(h):
    soma = soma_of(h, "pas")
    seen = []
    h.finitialize(-60)
    h.cvode.event(1, lambda: seen.append((soma(0.5).i_cap, h.t)))
    h.continuerun(2)
    assert len(seen) == 1 and seen[0][0] < 0


def test_lanes_and_threads_agree():
    def run(cells):
        h = ranvier.World().h
        somas = [soma_of(h, "hh") for _ in range(cells)]
        first = h.Vector().record(somas[0](0.5)._ref_i_cap)
        h.finitialize(-60)
        h.continuerun(5)
        return list(first)

    assert run(1) == run(17)


def test_what_every_section_has_is_no_mechanism(h):
    soma = soma_of(h)
    assert soma.has_membrane("capacitance") and soma.has_membrane("morphology")
    assert h.ismembrane("capacitance", sec=soma) == 1
    for name in ("capacitance", "morphology"):
        assert soma.insert(name) is soma  # NEURON refuses it from Python, and not from hoc
        with pytest.raises(ValueError, match="no mechanism of this name"):
            soma.uninsert(name)
    assert soma.psection()["density_mechs"] == {}


def test_a_clamp_by_number(h):
    soma = soma_of(h, "pas")
    h.fclamp(3, 0.5, sec=soma)
    for i, level in enumerate((-60, -30, -70)):
        h.fclamp(i, 1, level)
    same = ranvier.World().h
    other = soma_of(same, "pas")
    clamp = same.SEClamp(other(0.5))
    clamp.rs = 0.001
    clamp.dur1 = clamp.dur2 = clamp.dur3 = 1
    clamp.amp1, clamp.amp2, clamp.amp3 = -60, -30, -70
    for world in (h, same):
        world.finitialize(-65)
    for _ in range(150):
        h.fadvance()
        same.fadvance()
        assert soma(0.5).v == other(0.5).v and h.fclampi() == clamp.i
    h.clamp_resist = 1
    clamp.rs = 1
    for world in (h, same):
        world.finitialize(-65)
        world.continuerun(0.5)
    assert soma(0.5).v == other(0.5).v
    h.fclamp(0)
    assert h.fclampi() == 0


@pytest.mark.parametrize(
    "function, arguments, says",
    [
        ("fstim", (0, 0.5, 1, 1, 1), "say first how many"),
        ("fstim", (-1,), "fstim"),
        ("fsyn", (1, 2), "say first how many"),
        ("fclamp", (4, 0.5), "0 to 3"),
        ("fclamp", (0, 1, -60), "none: say first how many"),
        ("fclamp", (2,), "argument 2 is missing"),
        ("fstimi", (0,), "there are none"),
        ("fsyng", (), "argument 1 is missing"),
    ],
)
def test_mistakes(h, function, arguments, says):
    soma = soma_of(h)
    soma.push()
    with pytest.raises(ranvier.Error, match=says):
        getattr(h, function)(*arguments)


def test_a_place_that_is_none(h):
    soma = soma_of(h)
    h.fstim(2)
    with pytest.raises(ranvier.Error, match="0 to 1"):
        h.fstim(1, 2, 1, 1, 1, sec=soma)
    h.fstim(1, 0.5, 0, 10, 0.5, sec=soma)
    h.delete_section(sec=soma)
    assert h.fstimi(1) == 0
    h.prstim()
