# SPDX-License-Identifier: BSD-3-Clause
"""A process that has run a model may fork: its children run at once, with the same bits."""

from __future__ import annotations

import hashlib
import os
import select
import signal
import warnings

import pytest

import ranvier

FORKS = 100
AT_ONCE = 4
TIME_LIMIT_S = 60

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def cells(h, count):
    """Cells of two shapes with synapses that reach from one to the next; enough work for several threads."""
    kept = []
    for i in range(count):
        soma, dend = h.Section(name=f"soma{i}"), h.Section(name=f"dend{i}")
        dend.connect(soma(1))
        dend.nseg = 31 + 10 * (i % 2)
        for section, diam in ((soma, 20), (dend, 2)):
            section.L, section.diam = 100, diam
            section.insert("hh")
        soma.gnabar_hh = 0.1 + 0.01 * i
        synapse = h.ExpSyn(dend(0.7))
        synapse.tau = 2
        kept += [soma, dend, synapse]
    for i in range(count):
        netcon = h.NetCon(kept[3 * i](0.5)._ref_v, kept[(3 * i + 5) % (3 * count)], -20, 3, 0.05)
        kept.append(netcon)
    clamp = h.IClamp(kept[0](0.5))
    clamp.delay, clamp.dur, clamp.amp = 0.5, 1, 3
    return [*kept, clamp]


def run(h, traces):
    """Digest of what a run gives, to the bit."""
    h.finitialize(-65)
    h.continuerun(8)
    digest = hashlib.sha256()
    for trace in traces:
        digest.update(trace.as_numpy().tobytes())
    return digest.hexdigest()


def fork(work):
    """Start a child that writes the text of ``work()``; returns its id and the end to read from."""
    read_end, write_end = os.pipe()
    with warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", DeprecationWarning
        )  # Python 3.12 warns of the threads that this is about
        child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(read_end)
            os.write(write_end, work().encode())
            status = 0
        finally:
            os._exit(status)
    os.close(write_end)
    return child, read_end


def answer(child, read_end):
    """What a child wrote; one that does not answer is ended, and fails the test."""
    try:
        if not select.select([read_end], [], [], TIME_LIMIT_S)[0]:
            os.kill(child, signal.SIGKILL)
        text = os.read(read_end, 1 << 16).decode()
    finally:
        os.close(read_end)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    return text


def test_children_of_a_process_with_threads_run_at_once_with_the_same_bits():
    h = ranvier.World(threads=2).h
    kept = cells(h, 12)
    traces = [h.Vector().record(section(0.5)._ref_v) for section in kept[0:36:3]]
    traces.append(h.Vector().record(h._ref_t))
    want = run(h, traces)
    assert max(traces[0]) > 0 and max(traces[1]) > 0  # a spike, which travels
    for _ in range(FORKS // AT_ONCE):
        children = [fork(lambda: run(h, traces)) for _ in range(AT_ONCE)]
        assert [answer(*child) for child in children] == [want] * AT_ONCE
    assert run(h, traces) == want


def test_a_child_may_build_another_model_and_fork_again():
    h = ranvier.World(threads=2).h
    kept = cells(h, 4)
    trace = [h.Vector().record(kept[0](0.5)._ref_v)]
    want = run(h, trace)

    def other():
        # another shape, another mechanism, another world: plans and kernels are made anew in the child
        kept[1].nseg = 5
        kept[1].insert("pas")
        changed = run(h, trace)
        second = ranvier.World(threads=3).h
        model = cells(second, 4)
        recorded = [second.Vector().record(model[0](0.5)._ref_v)]
        grandchild = fork(lambda: run(second, recorded))
        assert changed != want
        return answer(*grandchild)

    assert answer(*fork(other)) == want
    assert run(h, trace) == want
