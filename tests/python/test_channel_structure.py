# SPDX-License-Identifier: BSD-3-Clause
"""KSChan.setstructure: a channel from the numbers of a Vector. Numbers and texts are those of NEURON 9.0.2."""

from __future__ import annotations

import pytest

import ranvier

# kind of current; gates, states, states alone, transitions, ligands, transitions without; gates; transitions
TWO_GATES = [0, 2, 3, 1, 2, 0, 2, 0, 1, 3, 1, 1, 2, 1, 0, 1, 0, 0, 0, -1, 1, 2, 0, -1]
PRINTED = """\
KSChan[0] type properties
name=cc is_point_=false ion_=k cond_model_=0
  ngate=2 nstate=3 nhhstate=1 nligand=0 ntrans=2 ivkstrans=1 iligtrans=2
  default gmax=0.01 erev=0
    gate 0 index=0 nstate=1 power=3
    gate 1 index=1 nstate=2 power=1
    trans 0 src=0 target=0 type=0
        f0 type=-1   f1 type=-1
    trans 1 src=1 target=2 type=0
        f0 type=-1   f1 type=-1
    state names and fractional conductance
    0 s0 1
    1 s1 0
    2 s2 1
"""


def channel_of(h, numbers):
    channel = h.KSChan(0)
    channel.name("cc")
    channel.ion("k")
    channel.gmax(0.01)
    assert channel.setstructure(h.Vector(numbers)) == 1
    return channel


def test_gates_states_and_transitions(h, capfd):
    channel = channel_of(h, TWO_GATES)
    channel.pr()
    assert capfd.readouterr().out == PRINTED
    assert (channel.ngate(), channel.nstate(), channel.ntrans(), channel.nligand()) == (2, 3, 2, 0)
    assert (channel.gate(0).power(), channel.gate(1).nstate(), channel.gate(1).sindex()) == (3, 2, 1)
    assert (channel.state(2).name(), channel.state(2).frac()) == ("s2", 1)
    assert (channel.trans(1).src().index(), channel.trans(1).target().index()) == (1, 2)
    assert (channel.trans(0).type(), channel.trans(0).ftype(0)) == (0, -1)


def test_it_runs(h):
    channel = channel_of(h, TWO_GATES)
    channel.trans(0).set_f(0, 3, h.Vector([0.1, 0.1, -40]))
    channel.trans(0).set_f(1, 2, h.Vector([0.125, -1 / 80, -50]))
    channel.trans(1).set_f(0, 2, h.Vector([0.5, 0.05, -30]))
    channel.trans(1).set_f(1, 2, h.Vector([0.2, -0.04, -30]))
    soma = h.Section(name="s")
    soma.insert("cc")
    soma.insert("pas")
    clamp = h.IClamp(soma(0.5))
    clamp.dur, clamp.amp = 5, 0.5
    h.finitialize(-65)
    while h.t < 5 - 1e-9:
        h.fadvance()
    assert soma(0.5).v == pytest.approx(-69.65581842738449, abs=1e-9)
    assert soma(0.5).cc.s0 == pytest.approx(0.11009531579306071, rel=1e-10)
    # NEURON begins with one step of 1e9 ms, whose rounding leaves a sum of 1 + 7.4e-9 for ever; here it is 1
    assert soma(0.5).cc.s1 + soma(0.5).cc.s2 == pytest.approx(1, abs=1e-15)
    assert soma(0.5).cc.s2 == pytest.approx(0.06670900592092416 / (1 + 7.390114298289063e-09), rel=1e-9)
    assert soma(0.5).cc.g == pytest.approx(8.924983294258199e-07, rel=1e-9)


def test_names_stay_by_position(h):
    """What rates there were goes; ion, conductance and names stay."""
    channel = h.KSChan(0)
    channel.ion("k")
    channel.gmax(0.3)
    channel.erev(-5)
    single = channel.add_hhstate("m")
    first = channel.add_ksstate(None, "a")
    channel.add_transition(first, channel.add_ksstate(first.gate(), "b"))
    channel.trans(0).set_f(0, 2, h.Vector([1, 2, 3]))
    one_gate = [1, 1, 4, 0, 3, 0, 3, 0, 4, 2, 0, 0, 1, 0.5]
    chain = [0, 1, 0, -1, 1, 2, 1, -1, 2, 3, 0, -1]
    assert channel.setstructure(h.Vector([*one_gate, *chain])) == 1
    assert [channel.state(i).name() for i in range(4)] == ["m", "a", "b", "s3"]
    assert [channel.state(i).frac() for i in range(4)] == [0, 0, 1, 0.5]
    assert [channel.trans(i).type() for i in range(3)] == [0, 1, 0]
    assert channel.trans(0).ftype(0) == -1
    assert (channel.ion(), channel.gmax(), channel.erev(), channel.iv_type()) == ("k", 0.3, -5, 1)
    with pytest.raises(ranvier.StateError, match="taken out"):
        single.index()


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ([], "ends before the kind of current"),
        ([0, 1], "ends before the number of states"),
        (TWO_GATES[:9], "ends before the power of gate 0"),
        ([*TWO_GATES, 0], "after its last transition"),
        ([3, *TWO_GATES[1:]], r"x\[0\]"),
        ([0, -1], r"x\[1\]"),
        ([0, 0.5], r"x\[1\]"),
        ([float("nan")], r"x\[0\]"),
        ([0, 1, 1, 1, 1, 0, 1, 0, 2, 3, 1], "number of states of gate 0"),
        ([0, 1, 3, 0, 0, 0, 0, 0, 2, 1, 0, 1], "another number of states"),
        ([0, 1, 1, 1, 1, 0, 1, 0, 1, 3, 1, 0, 5, 0, -1], "target of transition 0"),  # NEURON ends the process
        ([0, 1, 2, 0, 1, 0, 1, 0, 2, 1, 0, 1, 0, 0, 0, -1], "two states of one gate"),
        ([0, 1, 2, 0, 1, 1, 0, 0, 2, 1, 0, 1, 0, 1, 2, 0], "number of ligands"),  # NEURON ends the process
    ],
)
def test_what_makes_no_sense_changes_nothing(h, numbers, words):
    channel = channel_of(h, TWO_GATES)
    with pytest.raises(ranvier.InputError, match=words):
        channel.setstructure(h.Vector(numbers))
    assert (channel.ngate(), channel.nstate(), channel.ntrans()) == (2, 3, 2)
    with pytest.raises(ranvier.InputError, match="a Vector of a structure"):
        channel.setstructure(3)
