# SPDX-License-Identifier: BSD-3-Clause
"""Models for the variable step, built with the ``h`` interface alone; asked for are the times of their spikes.

Nothing here depends on the package under test. A case is a name and a function of ``h`` that returns what must stay
alive and the references whose crossings count.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

MECHANISMS = Path(__file__).parent / "mechanisms"
#: Absolute tolerances of the recorded runs.
TOLERANCES = (1e-3, 1e-5, 1e-8)
STOP = 30.0  # [ms]

Built = tuple[list[Any], list[tuple[Any, Any]]]
CASES: dict[str, Callable[[Any], Built]] = {}


def soma(h: Any, name: str, *, size: float = 20, channels: str = "hh") -> Any:
    section = h.Section(name=name)
    section.L = section.diam = size
    section.insert(channels)
    return section


def pulse(h: Any, segment: Any, delay: float, duration: float, amplitude: float) -> Any:
    clamp = h.IClamp(segment)
    clamp.delay, clamp.dur, clamp.amp = delay, duration, amplitude
    return clamp


def one_compartment(amplitude: float, duration: float, size: float) -> Callable[[Any], Built]:
    def build(h: Any) -> Built:
        cell = soma(h, "soma", size=size)
        area = size * size / 400
        return [cell, pulse(h, cell(0.5), 1, duration, amplitude * area)], [(cell(0.5)._ref_v, cell)]

    return build


for k, (amplitude, duration, size) in enumerate(
    (a, d, s) for a in (0.2, 0.3, 0.5, 1.0) for d in (1, 5, 25) for s in (10, 20)
):
    if amplitude * duration >= 0.5:
        CASES[f"compartment_{k}"] = one_compartment(amplitude, duration, size)


def axon(segments: int, diameter: float, warm: float) -> Callable[[Any], Built]:
    def build(h: Any) -> Built:
        h.celsius = warm
        cable = h.Section(name="axon")
        cable.L, cable.diam, cable.nseg = 2000, diameter, segments
        cable.insert("hh")
        strength = 1.2 * diameter**1.5
        kept = [cable, pulse(h, cable(0), 0.5, 1, strength)]
        return kept, [(cable(x)._ref_v, cable) for x in (0.25, 0.75)]

    return build


for segments in (11, 41):
    for diameter in (1, 4):
        for warm in (6.3, 16.3):
            CASES[f"axon_{segments}_{diameter}_{warm}"] = axon(segments, diameter, warm)


def channels(gbar: dict[str, float], amplitude: float) -> Callable[[Any], Built]:
    """A soma of several channels, a passive dendrite."""

    def build(h: Any) -> Built:
        cell = soma(h, "soma")
        for name, value in gbar.items():
            cell.insert(name)
            for segment in cell:
                getattr(segment, name).gbar = value
        dendrite = h.Section(name="dend")
        dendrite.L, dendrite.diam, dendrite.nseg = 300, 2, 7
        dendrite.insert("pas")
        dendrite.connect(cell(1))
        for segment in dendrite:
            segment.pas.e = -65
        kept = [cell, dendrite, pulse(h, cell(0.5), 2, 25, amplitude)]
        return kept, [(cell(0.5)._ref_v, cell), (dendrite(1)._ref_v, dendrite)]

    return build


SETS: dict[str, dict[str, float]] = {
    "kdr": {"vskdr": 0.005},
    "kin": {"vskin": 0.002},
    "cal": {"vscal": 0.0005},
    "all": {"vskdr": 0.002, "vskin": 0.001, "vscal": 0.0003},
}
for name, gbar in SETS.items():
    for amplitude in (0.3, 0.6, 1.2):
        CASES[f"channels_{name}_{amplitude}"] = channels(gbar, amplitude)


def synapses(kind: str, weight: float, interval: float, place: float) -> Callable[[Any], Built]:
    """Trains of events onto a dendrite."""

    def build(h: Any) -> Built:
        cell = soma(h, "soma")
        dendrite = h.Section(name="dend")
        dendrite.L, dendrite.diam, dendrite.nseg = 200, 2, 5
        dendrite.insert("pas")
        dendrite.connect(cell(1))
        for segment in dendrite:
            segment.pas.e = -65
        synapse = getattr(h, kind)(dendrite(place))
        if kind == "Exp2Syn":
            synapse.tau1, synapse.tau2 = 0.5, 3
        train = h.NetStim()
        train.start, train.interval, train.number, train.noise = 2.3, interval, 6, 0
        connection = h.NetCon(train, synapse)
        connection.delay, connection.weight[0] = 0.7, weight
        return [cell, dendrite, synapse, train, connection], [(cell(0.5)._ref_v, cell)]

    return build


for kind, weight in (("ExpSyn", 0.06), ("Exp2Syn", 0.015), ("VsSyn", 0.08)):
    for interval in (1.7, 4.0):
        for place in (0.1, 0.9):
            CASES[f"{kind}_{interval}_{place}"] = synapses(kind, weight, interval, place)


def ring(count: int, delay: float, kind: str) -> Callable[[Any], Built]:
    """Cells in a ring, each exciting the next; the first gets a pulse."""

    def build(h: Any) -> Built:
        cells = [soma(h, f"soma{i}") for i in range(count)]
        kept: list[Any] = [*cells, pulse(h, cells[0](0.5), 1, 1, 0.5)]
        watched = []
        for i, cell in enumerate(cells):
            synapse = getattr(h, kind)(cells[(i + 1) % count](0.5))
            if kind == "ExpSyn":
                synapse.tau = 2
            connection = h.NetCon(cell(0.5)._ref_v, synapse, sec=cell)
            connection.threshold, connection.delay, connection.weight[0] = (
                -10,
                delay,
                0.05 if kind == "ExpSyn" else 0.2,
            )
            kept += [synapse, connection]
            watched.append((cell(0.5)._ref_v, cell))
        return kept, watched

    return build


for count in (2, 3, 5):
    for delay in (1.0, 3.5):
        for kind in ("ExpSyn", "VsSyn"):
            CASES[f"ring_{count}_{delay}_{kind}"] = ring(count, delay, kind)


def run(h: Any, name: str, tolerance: float, *, local: bool = False) -> dict[str, Any]:
    """The spikes of a case, and how many points its time vector got."""
    h.load_file("stdrun.hoc")
    h.celsius = 6.3
    kept, watched = CASES[name](h)
    spikes, counters = [], []
    for reference, section in watched:
        counter = h.NetCon(reference, None, sec=section)
        counter.threshold = -10
        times = h.Vector()
        counter.record(times)
        counters.append(counter)
        spikes.append(times)
    time = h.Vector().record(h._ref_t)
    method = h.CVode()
    method.active(True)
    method.use_local_dt(local)
    method.condition_order(2)
    method.atol(tolerance)
    h.finitialize(-65)
    method.solve(STOP)
    result = {"spikes": [list(times) for times in spikes], "points": len(time)}
    method.active(False)
    del kept
    return result
