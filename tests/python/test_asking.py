# SPDX-License-Identifier: BSD-3-Clause
"""What a world tells about itself: profile, memory, plan, progress, and the first number that is not finite."""

from __future__ import annotations

import io
import os
import pty
import re
import subprocess
import sys

import pytest

import ranvier
from ranvier._progress import Progress, line


def axon(nseg=100, world=None):
    """One section with hh and a clamp."""
    world = world or ranvier.World()
    section = world.h.Section(name="axon")
    section.nseg = nseg
    section.insert("hh")
    clamp = world.h.IClamp(section(0.5))
    clamp.delay, clamp.dur, clamp.amp = 1, 1, 1
    return world, section, clamp


# profile ---


def test_a_profile_is_off_until_it_is_wanted():
    """It begins from nothing, and is gone when it is switched off."""
    world, section, clamp = axon()
    assert world.profile() is None
    world.h.finitialize(-65)
    profile = world.profile(True)
    assert profile is not None
    assert profile.kernels == ()
    assert profile["solver"] == 0
    world.h.continuerun(2)
    assert world.profile()["solver"] > 0
    assert world.profile(False) is None
    assert world.profile() is None
    assert section.nseg == 100
    assert clamp.amp == 1


def test_parts_of_a_profile():
    """A fixed step runs its kernels, solves its tree, records and calls; the order is that of time."""
    world, section, clamp = axon()
    h = world.h
    times = h.Vector().record(h._ref_t)
    world.profile(True)
    h.finitialize(-65)
    h.cvode.event(3, lambda: None)
    h.continuerun(5)
    profile = world.profile()
    for name in (
        "kernels",
        "solver",
        "recording",
        "functions",
        "layout",
        "initialization",
        "stepping",
        "outside",
    ):
        assert profile[name] > 0, name
    assert profile["integrator"] == 0
    assert profile["diffusion"] == 0
    calls = {(k.operation, k.mechanisms): k.calls for k in profile.kernels}
    clamps = calls["currents", ("IClamp",)]
    assert clamps == 201  # one a step, and one that finitialize asks for
    fused = [k for k in profile.kernels if "hh" in k.mechanisms and k.operation == "states, then currents"]
    assert len(fused) == 1
    seconds = [k.seconds for k in profile.kernels]
    assert seconds == sorted(seconds, reverse=True)
    assert sum(seconds) == pytest.approx(profile["kernels"], abs=1e-9)
    text = repr(profile)
    assert "tree solver" in text
    assert re.search(r"states, then currents: .*hh", text)
    assert len(times) == 201
    assert section.nseg == 100
    assert clamp.amp == 1


def test_a_profile_of_the_variable_step():
    """CVODE's own work is told from the rates, the trees and the rest."""
    world, section, clamp = axon()
    h = world.h
    h.cvode.active(1)
    world.profile(True)
    h.finitialize(-65)
    h.continuerun(5)
    profile = world.profile()
    assert profile["integrator"] > 0
    assert profile["solver"] > 0
    assert any(k.operation == "currents and rates" and "hh" in k.mechanisms for k in profile.kernels)
    assert section.nseg == 100
    assert clamp.amp == 1


def test_a_profile_cannot_be_switched_in_a_run():
    """From a callback: an error that names it, and the run goes on."""
    world, section, clamp = axon()
    h = world.h
    h.finitialize(-65)
    seen = []

    def switch():
        with pytest.raises(ranvier.StateError, match="in a run"):
            world.profile(True)
        seen.append(h.t)

    h.cvode.event(1, switch)
    h.continuerun(2)
    assert seen
    assert section.nseg == 100
    assert clamp.amp == 1


def test_events_and_threads_in_a_profile():
    """NET_RECEIVE blocks are kernels; the rest of an event is not."""
    world = ranvier.World(threads=2)
    h = world.h
    kept = []
    for i in range(40):
        section = h.Section(name=f"cell{i}")
        section.nseg = 40 + i % 3
        section.insert("hh")
        synapse = h.ExpSyn(section(0.5))
        stimulus = h.NetStim()
        stimulus.number, stimulus.start, stimulus.interval = 20, 1, 1
        netcon = h.NetCon(stimulus, synapse)
        netcon.weight[0] = 0.01
        kept += [section, synapse, stimulus, netcon]
    h.finitialize(-65)
    world.profile(True)
    h.continuerun(10.5)
    profile = world.profile()
    assert profile["events"] > 0
    received = [k for k in profile.kernels if k.operation == "NET_RECEIVE" and k.mechanisms == ("ExpSyn",)]
    assert [k.calls for k in received] == [40 * 9]
    assert 1 <= profile.threads <= 2
    assert kept


# memory ---


def test_memory_of_a_known_model():
    """100 compartments of hh: three states of 100 numbers, in whole vectors of 8."""
    world, section, clamp = axon(100)
    world.h.finitialize(-65)
    memory = world.memory()
    hh = next(part for part in memory.parts if part.kind == "mechanism" and part.name == "hh")
    for state in ("m", "h", "n"):
        assert hh.columns[state] == 104 * 8
    assert hh.columns["gnabar"] == 8 * 8  # one number in all rows, eight times
    assert sum(hh.columns.values()) < hh.bytes == memory["mechanism hh"]
    tree = next(part for part in memory.parts if part.kind == "tree")
    assert tree.columns["v"] == tree.count * 8 >= 102 * 8
    assert memory.total == sum(memory.values())
    assert memory["sections"] > 100 * 8
    assert "3-d points" not in memory
    assert "mechanism hh" in repr(memory)
    section.gnabar_hh = 0.1
    section(0.5).hh.gnabar = 0.2
    again = next(part for part in world.memory().parts if part.name == "hh")
    assert again.columns["gnabar"] == 104 * 8
    assert clamp.amp == 1


def test_memory_grows_with_what_is_recorded_and_connected():
    """A recording of a run, and connections."""
    world, section, clamp = axon(1)
    h = world.h
    v = h.Vector().record(section(0.5)._ref_v)
    h.finitialize(-65)
    before = world.memory()
    h.continuerun(100)
    after = world.memory()
    assert after["recordings"] - before["recordings"] >= 4000 * 8 - 16 * 8
    assert after["tree"] == before["tree"]
    cells = [h.IntFire1() for _ in range(50)]
    netcons = [h.NetCon(cells[i - 1], cell) for i, cell in enumerate(cells)]
    parts = {part.kind: part for part in world.memory().parts}
    assert parts["connections"].count == 50
    assert len(v) == 4001
    assert netcons
    assert clamp.amp == 1


# plan ---


def test_the_plan_tells_what_is_fused():
    """hh and pas share a kernel in cells that go side by side."""
    world = ranvier.World(threads=2)
    h = world.h
    kept = []
    for i in range(9):
        section = h.Section(name=f"cell{i}")
        section.insert("hh")
        section.insert("pas")
        kept.append(section)
    text = world.plan.describe()
    assert text == repr(world.plan)
    assert "9 cells, 9 sections" in text
    assert "1 group of 8 cells like cell0, side by side in 8 lanes" in text
    assert re.search(r"currents\n.*na_ion, k_ion, pas, hh: ", text)
    assert "in a run the states of a step and the currents of the next are one kernel" in text
    assert "2 threads" in text
    assert kept


def test_the_plan_tells_why_a_mechanism_runs_alone():
    """POINTERs, C, gap junctions: the reason stands beside the name."""
    world = ranvier.World()
    world._load_mechanism_text(
        "looker.mod",
        "NEURON { SUFFIX looker POINTER p NONSPECIFIC_CURRENT i } ASSIGNED { p i } BREAKPOINT { i = 1e-6 * p }",
    )
    h = world.h
    a, b = h.Section(name="a"), h.Section(name="b")
    for section in (a, b):
        section.insert("hh")
        section.insert("looker")
    h.setpointer(b(0.5)._ref_v, "p", a(0.5).looker)
    h.setpointer(a(0.5)._ref_v, "p", b(0.5).looker)
    h.finitialize(-65)
    text = world.plan.describe()
    assert "looker alone, since its POINTERs may reach what others compute" in text
    assert "all groups step together: looker, as its POINTERs" in text
    h.cvode.active(1)
    assert "a variable step" in world.plan.describe()


# progress ---


def test_a_line_of_progress():
    """Where the run is, how fast, how long it takes."""
    assert line(0, 250, 1000, 5) == "t = 250 of 1000 ms, 25 %, 50 ms/s, 15 s left"
    assert line(0, 44270, 200000, 2.2) == "t = 44270 of 200000 ms, 22 %, 20123 ms/s, 8 s left"
    assert line(100, 150, 10000, 10).endswith(", 5 ms/s, 32 min 50 s left")
    assert line(0, 1, 1e6, 1).endswith("277 h 46 min left")
    out = io.StringIO()
    show = Progress(out)
    show(0, 250, 1000, 5)
    show(0, 500, 1000, 10)
    show()
    pieces = out.getvalue().split("\r")
    assert pieces[1].startswith("t = 250 of 1000 ms")
    assert pieces[2].startswith("t = 500 of 1000 ms")
    assert pieces[3].strip() == ""
    assert pieces[-1] == ""  # the next text begins where the line began


LONG_RUN = """
import os, sys
import ranvier, ranvier._progress
world = ranvier.World()
soma = world.h.Section(name="soma")
soma.nseg = 50
soma.insert("hh")
world.h.finitialize(-65)
if len(sys.argv) > 1: world.progress = False
import time
begin = time.perf_counter()
stop = 0
while time.perf_counter() - begin < 0.2:
    stop += 50
    world.h.continuerun(stop)
rate = stop / (time.perf_counter() - begin)
world.h.continuerun(stop + 4 * rate)
print("done")
"""


def in_terminal(*arguments, **environment):
    """What a run of some seconds writes to a terminal, which is its standard error only."""
    master, slave = pty.openpty()
    run = subprocess.Popen(
        [sys.executable, "-c", LONG_RUN, *arguments],
        stdout=subprocess.PIPE,
        stderr=slave,
        env={**os.environ, **environment},
    )
    os.close(slave)
    shown = b""
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:
            break
        if not piece:
            break
        shown += piece
    assert run.communicate()[0] == b"done\n"
    os.close(master)
    return shown.decode()


@pytest.mark.slow
def test_a_terminal_shows_progress_of_long_runs():
    """One line that is written over; nothing where it is piped or switched off."""
    shown = in_terminal()
    assert re.search(r"\rt = [\d.]+ of [\d.]+ ms, \d+ %, [\d.]+ ms/s, \d+ s left", shown), shown
    assert "\n" not in shown
    assert in_terminal("off") == ""
    assert in_terminal(RANVIER_PROGRESS="0") == ""
    piped = subprocess.run([sys.executable, "-c", LONG_RUN], capture_output=True, text=True, check=True)
    assert (piped.stdout, piped.stderr) == ("done\n", "")


# the first number that is not finite ---


BAD = """NEURON { SUFFIX bad NONSPECIFIC_CURRENT i RANGE at, w }
PARAMETER { at = 1e9 }
STATE { w }
ASSIGNED { v i }
INITIAL { w = 0.5 }
BREAKPOINT { SOLVE go METHOD cnexp i = 1e-6 * w * (v + 65) }
DERIVATIVE go { w' = (0.5 - w) / 10 + jolt() }
FUNCTION jolt() { jolt = 0 if (t > at) { jolt = log(-1) } }
"""


def failing(variable):
    """A cable whose segment 0.7 goes wrong at 2 ms."""
    world = ranvier.World()
    world._load_mechanism_text("bad.mod", BAD)
    h = world.h
    section = h.Section(name="dend")
    section.nseg = 5
    section.insert("hh")
    section.insert("bad")
    section(0.7).bad.at = 2
    if variable:
        h.cvode.active(1)
    h.finitialize(-65)
    return world, section


def test_the_first_nan_names_place_time_and_mechanism():
    """Before it has spread over the cell; afterwards the world is usable."""
    world, section = failing(variable=False)
    with pytest.raises(ranvier.NumericsError) as caught:
        world.h.continuerun(10)
    text = str(caught.value)
    assert "dend(0.7)" in text
    assert "v stopped being finite" in text
    assert "the current of bad is nan" in text
    assert "bad.w is nan" in text
    assert re.search(r"t = 2\.0\d+ ms", text)
    assert all(segment.v == segment.v for segment in section)  # what is not finite has not reached v
    section(0.7).bad.at = 1e9
    world.h.finitialize(-65)
    world.h.continuerun(3)
    assert section(0.7).v == pytest.approx(-65, abs=2)


def test_the_first_nan_of_a_variable_step():
    """The integrator gives up; the message says where the number came from."""
    world, section = failing(variable=True)
    with pytest.raises(ranvier.NumericsError) as caught:
        world.h.continuerun(10)
    text = str(caught.value)
    assert "dend(0.7)" in text
    assert "bad" in text
    assert re.search("gave up|does not get any further", text)
    section(0.7).bad.at = 1e9
    world.h.finitialize(-65)
    world.h.continuerun(3)
    assert section(0.7).v == pytest.approx(-65, abs=2)


def test_a_rate_without_bound_ends_a_variable_step():
    """Steps that get shorter and shorter before the point: an error, not a run without an end."""
    world = ranvier.World()
    world._load_mechanism_text(
        "bad.mod", BAD.replace("log(-1)", "0").replace("jolt = 0 ", "jolt = log(at - t) ")
    )
    h = world.h
    section = h.Section(name="dend")
    section.insert("bad")
    section.at_bad = 2
    h.cvode.active(1)
    h.finitialize(-65)
    with pytest.raises(ranvier.NumericsError, match="t = |does not get any further"):
        h.continuerun(10)
    section.at_bad = 1e9
    h.finitialize(-65)
    h.continuerun(3)


def test_the_largest_current_is_named():
    """A conductance below zero: v grows until it is no number any more."""
    world = ranvier.World()
    soma = world.h.Section(name="soma")
    soma.insert("pas")
    soma.g_pas = -0.03
    soma.e_pas = -70
    clamp = world.h.IClamp(soma(0.5))
    clamp.dur, clamp.amp = 100, 0.01
    world.h.finitialize(-65)
    with pytest.raises(ranvier.NumericsError) as caught:
        world.h.continuerun(100)
    assert "soma(" in str(caught.value)
    assert "the largest current is that of pas" in str(caught.value)
    soma.g_pas = 0.001
    world.h.finitialize(-65)
    world.h.continuerun(2)
