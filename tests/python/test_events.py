# SPDX-License-Identifier: BSD-3-Clause
"""Events in mechanisms, and what happens when a mechanism goes wrong while it runs."""

from __future__ import annotations

import os
import signal
import subprocess
import time

import pytest

import ranvier

BAD_INDEX = """NEURON { %s bad RANGE k, a %s }
PARAMETER { k = 0 }
ASSIGNED { v i a[3] }
BREAKPOINT {
    a[k] = a[k] + 1
    %s
}
"""
DENSITY = BAD_INDEX % ("SUFFIX", "NONSPECIFIC_CURRENT i", "i = 0")
POINT = BAD_INDEX % ("POINT_PROCESS", "NONSPECIFIC_CURRENT i", "i = 0")


def load(h, tmp_path, text, name="bad"):
    file = tmp_path / f"{name}.mod"
    file.write_text(text)
    h.nrn_load_mod(str(file))


def cells(h, count=3):
    made = []
    for i in range(count):
        made.append(h.Section(name=f"cell{i}"))
        made[-1].nseg = 3
        made[-1].insert("hh")
    return made


def runs_as_ever(h):
    section = h.Section(name="reference")
    section.insert("hh")
    h.finitialize(-65)
    h.continuerun(1)
    assert section.v == pytest.approx(-65, abs=1)


@pytest.mark.parametrize("index", [3, -1, 1e9])
def test_a_computed_index_out_of_range_names_the_instance_and_the_line(h, tmp_path, index):
    load(h, tmp_path, DENSITY)
    made = cells(h)
    for section in made:
        section.insert("bad")
    h.finitialize(-65)
    h.continuerun(1)
    made[1](0.5).bad.k = index
    with pytest.raises(ranvier.Error) as caught:
        h.continuerun(2)
    text = str(caught.value)
    assert "cell1(0.5).bad" in text
    assert "'a'" in text and f"a[{index:g}]" in text.replace("1000000000", "1e+09")
    assert "0 .. 2" in text
    assert "bad.mod:5:" in text and "a[k] = a[k] + 1" in text
    made[1](0.5).bad.k = 2
    h.finitialize(-65)
    h.continuerun(1)
    assert [section(0.5).bad.a[0] > 0 for section in made] == [True, True, True]
    runs_as_ever(h)


def test_the_point_process_with_a_bad_index_is_named(h, tmp_path):
    load(h, tmp_path, POINT)
    made = cells(h)
    points = [h.bad(section(0.5)) for section in made]
    points[2].k = 7
    with pytest.raises(ranvier.Error, match=r"bad\[2\] at cell2\(0\.5\).*'a'"):
        h.finitialize(-65)
    points[2].k = 0
    runs_as_ever(h)


ENDLESS = """NEURON { SUFFIX endless RANGE on NONSPECIFIC_CURRENT i }
PARAMETER { on = 0 }
ASSIGNED { v i n }
BREAKPOINT {
    n = 0
    while (on > 0 && n < 1) { n = n*0.5 }
    i = 0
}
"""
ECHO = """NEURON { ARTIFICIAL_CELL Echo RANGE pause }
PARAMETER { pause = 1e-9 }
NET_RECEIVE(w) { net_send(pause, 1) }
"""


def test_ctrl_c_stops_an_endless_while(h, tmp_path, stops_soon):
    load(h, tmp_path, ENDLESS, "endless")
    section = h.Section(name="cell")
    section.insert("endless")
    h.finitialize(-65)
    h.continuerun(1)
    section(0.5).endless.on = 1
    assert stops_soon(lambda: h.continuerun(5))
    assert stops_soon(lambda: h.finitialize(-65))
    section(0.5).endless.on = 0
    runs_as_ever(h)


def test_ctrl_c_stops_events_that_bring_about_events(h, tmp_path, stops_soon):
    load(h, tmp_path, ECHO, "echo")
    cell = h.Section(name="cell")
    echo = h.Echo()
    netcon = h.NetCon(None, echo)
    h.finitialize(-65)
    netcon.event(0.5)
    assert stops_soon(lambda: h.continuerun(1))
    assert cell.v < 0
    runs_as_ever(h)


def test_events_that_let_no_time_pass_are_an_error(h, tmp_path):
    load(h, tmp_path, ECHO, "echo")
    cell = h.Section(name="cell")
    echo = h.Echo()
    echo.pause = 0
    netcon = h.NetCon(None, echo)
    h.finitialize(-65)
    netcon.event(0.5)
    with pytest.raises(ranvier.StateError, match=r"Echo\[0\].*without an end.*t = 0\.5 ms"):
        h.continuerun(1)
    assert cell.v < 0
    runs_as_ever(h)


def test_a_healthy_loop_is_not_stopped_by_a_signal_of_before(h, tmp_path):
    load(h, tmp_path, ENDLESS, "endless")
    section = h.Section(name="cell")
    section.insert("endless")
    h.finitialize(-65)
    with pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), signal.SIGINT)
        time.sleep(1)
    start = time.perf_counter()
    while time.perf_counter() - start < 0.2:
        h.fadvance()


SENDERS = """NEURON { ARTIFICIAL_CELL Sender RANGE what }
PARAMETER { what = 0 }
NET_RECEIVE(w) {
    if (what == 1) { net_send(-1, 2) }
    if (what == 2) { net_move(t + 1) }
    if (what == 3) { net_event(t - 1) }
    if (what == 4) { if (flag == 0) { net_send(5, 1) net_move(t - 1) } }
}
"""


@pytest.mark.parametrize(
    "what, said",
    [(1, "net_send.*past"), (2, "no self event"), (3, "net_event.*past"), (4, "net_move.*past")],
)
def test_events_into_the_past_are_errors(h, tmp_path, what, said):
    load(h, tmp_path, SENDERS, "sender")
    sender = h.Sender()
    sender.what = what
    section = h.Section(name="cell")
    netcon = h.NetCon(None, sender)
    h.finitialize(-65)
    netcon.event(0.5)
    with pytest.raises(ranvier.Error, match=r"Sender\[0\].*" + said):
        h.continuerun(1)
    assert section.v < 0
    sender.what = 0
    runs_as_ever(h)


DEPRESSING = """NEURON { POINT_PROCESS Depressing }
ASSIGNED { v }
NET_RECEIVE(w, r) {
    INITIAL { r = 1 }
    r = r/2
}
"""


def test_a_weight_can_be_recorded_and_played(h, tmp_path):
    load(h, tmp_path, DEPRESSING, "depressing")
    section = h.Section(name="cell")
    synapse = h.Depressing(section(0.5))
    netcon = h.NetCon(None, synapse)
    reference = netcon._ref_weight[1]
    recorded = h.Vector().record(reference)
    played = h.Vector([1, 2, 3])
    played.play(netcon._ref_weight[0], h.Vector([0, 0.5, 1]))
    h.dt = 0.25
    h.finitialize(-65)
    netcon.event(0.3)
    netcon.event(0.8)
    h.continuerun(1)
    assert list(recorded) == [1, 1, 0.5, 0.5, 0.25]
    assert netcon.weight[0] == 3
    assert reference[0] == 0.25
    reference[0] = 7
    assert netcon.weight[1] == 7
    assert "weight[1]" in repr(reference)


LIFE = """NEURON { %s Life RANGE a, b GLOBAL made %s }
PARAMETER { a = 3 }
ASSIGNED { b made %s }
CONSTRUCTOR { made = made + 1 b = 2*a }
%s
"""


def test_the_constructor_of_a_density_mechanism_runs_a_segment(h, tmp_path):
    load(h, tmp_path, LIFE % ("SUFFIX", "", "", ""), "life")
    section = h.Section(name="cell")
    section.nseg = 3
    section.insert("Life")
    assert h.made_Life == 3
    section(0.5).Life.b = 1
    section.nseg = 5
    assert h.made_Life == 5
    assert sorted(seg.Life.b for seg in section) == [1, 6, 6, 6, 6]


def test_constructor_and_destructor_of_a_point_process(h, tmp_path):
    text = LIFE % ("POINT_PROCESS", ", gone", "gone", "DESTRUCTOR { gone = gone + b }")
    load(h, tmp_path, text, "life")
    section = h.Section(name="cell")
    one = h.Life(section(0.5))
    two = h.Life(section(0.1))
    assert (h.made_Life, h.gone_Life, one.b) == (2, 0, 6)
    two.b = 1
    two.loc(section(0.9))
    del two
    assert (h.made_Life, h.gone_Life) == (2, 1)


FUNCTIONS = """NEURON { SUFFIX fns RANGE k, p POINTER q NONSPECIFIC_CURRENT i }
PARAMETER { k = 0 }
ASSIGNED { v i p q }
BREAKPOINT { p = deep(k) i = 0 }
FUNCTION endless(x) { endless = 0 while (x < 1) { x = x/2 } }
FUNCTION deep(n) { if (n > 0) { deep = 1 + deep(n - 1) } else { deep = 0 } }
FUNCTION past(j) { LOCAL a[3] a[1] = 4 past = a[j] }
PROCEDURE follow() { p = q }
"""


def test_functions_called_from_outside_fail_by_name(h, tmp_path):
    load(h, tmp_path, FUNCTIONS, "fns")
    section = h.Section(name="cell")
    section.insert("fns")
    assert section(0.5).fns.past(1) == 4
    with pytest.raises(ranvier.Error, match=r"fns: the index of 'a'.*a\[3\].*0 \.\. 2.*fns\.mod:7"):
        section(0.5).fns.past(3)
    with pytest.raises(ranvier.Error, match=r"cell\(0\.5\)\.fns: the POINTER 'q'.*fns\.mod:8"):
        section(0.5).fns.follow()
    sender = subprocess.Popen(["sh", "-c", f"sleep 0.3; kill -INT {os.getpid()}"])
    with pytest.raises(KeyboardInterrupt):
        h.endless_fns(0.5)  # holds the interpreter's lock, so only another process can send the signal
    sender.wait()
    runs_as_ever(h)


def test_recursion_without_end(h, tmp_path):
    load(h, tmp_path, FUNCTIONS, "fns")
    section = h.Section(name="cell")
    section.insert("fns")
    section(0.5).fns.k = 20
    h.finitialize(-65)
    assert section(0.5).fns.p == 20
    section(0.5).fns.k = 1e9
    with pytest.raises(ranvier.Error, match=r"cell\(0\.5\)\.fns.*too deep.*fns\.mod:6"):
        h.continuerun(1)
    section(0.5).fns.k = 0
    runs_as_ever(h)


WILD = """NEURON { SUFFIX wild RANGE k }
PARAMETER { k = 0 }
STATE { x }
INITIAL { x = 1 }
BREAKPOINT { SOLVE d METHOD derivimplicit }
DERIVATIVE d { x' = -x + k*jumps(x) }
FUNCTION jumps(u) { if (fmod(u*1e6, 2) < 1) { jumps = 1e5 } else { jumps = -1e5 } }
"""


def test_an_iteration_that_does_not_converge_says_where_and_when(h, tmp_path):
    load(h, tmp_path, WILD, "wild")
    one, two = h.Section(name="one"), h.Section(name="two")
    for section in (one, two):
        section.insert("wild")
    two(0.5).wild.k = 1
    with pytest.raises(
        ranvier.Error, match=r"two\(0\.5\)\.wild.*does not converge.*t = [0-9.]+ ms.*wild\.mod:6"
    ):
        h.finitialize(-65)
        h.continuerun(1)
    two(0.5).wild.k = 0
    runs_as_ever(h)
