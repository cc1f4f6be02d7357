# SPDX-License-Identifier: BSD-3-Clause
"""The ring of ring.py on Arbor, whose hh computes its rates without a table."""

from __future__ import annotations

import argparse
from typing import Any

import arbor
import measuring
from arbor import units as U


def morphology(depth: int) -> Any:
    """A soma and a binary tree of dendrites on its end."""
    tree = arbor.segment_tree()
    start, end = arbor.mpoint(-10, 0, 0, 10), arbor.mpoint(10, 0, 0, 10)
    level = [tree.append(arbor.mnpos, start, end, tag=1)]
    for d in range(depth):
        start, end = arbor.mpoint(10 + 100 * d, 0, 0, 1), arbor.mpoint(110 + 100 * d, 0, 0, 1)
        level = [tree.append(parent, start, end, tag=3) for parent in level for _ in range(2)]
    return arbor.morphology(tree)


class Ring(arbor.recipe):  # type: ignore[misc]
    """Cells in a ring; the first gets one event at the time at which ring.py's NetStim acts."""

    def __init__(self, cells: int, depth: int, nseg: int) -> None:
        arbor.recipe.__init__(self)
        self.cells, self.nseg = cells, nseg
        self.properties = arbor.neuron_cable_properties()
        self.shape = morphology(depth)

    def num_cells(self) -> int:
        return self.cells

    def cell_kind(self, gid: int) -> Any:
        return arbor.cell_kind.cable

    def global_properties(self, kind: Any) -> Any:
        return self.properties

    def connections_on(self, gid: int) -> list[Any]:
        return [arbor.connection(((gid - 1) % self.cells, "detector"), "synapse", 0.1, 2 * U.ms)]

    def event_generators(self, gid: int) -> list[Any]:
        if gid:
            return []
        return [arbor.event_generator("synapse", 0.1, arbor.explicit_schedule([2 * U.ms]))]

    def cell_description(self, gid: int) -> Any:
        decor = arbor.decor()
        decor.set_property(Vm=-65 * U.mV, cm=0.01 * U.F / U.m2, rL=100 * U.Ohm * U.cm)
        decor.paint("(all)", arbor.density("hh"))
        decor.place("(location 0 0.5)", arbor.synapse("expsyn", {"tau": 2}), "synapse")
        decor.place("(location 0 0.5)", arbor.threshold_detector(-10 * U.mV), "detector")
        return arbor.cable_cell(self.shape, decor, discretization=arbor.cv_policy_fixed_per_branch(self.nseg))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cells", type=int, default=64)
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--nseg", type=int, default=5)
    parser.add_argument("--tstop", type=float, default=300.0)
    options = parser.parse_args()
    measuring.stay_on_one_core()
    made: dict[str, Any] = {}

    def prepare() -> None:
        ring = Ring(options.cells, options.depth, options.nseg)
        made["simulation"] = arbor.simulation(ring, arbor.context(threads=1))
        made["simulation"].record(arbor.spike_recording.all)

    def run(until: float) -> None:
        made["simulation"].run(tfinal=until * U.ms, dt=0.025 * U.ms)

    setup = measuring.cpu_seconds(prepare) + measuring.cpu_seconds(lambda: run(1.0))
    cost = measuring.cpu_seconds(lambda: run(options.tstop))
    compartments = options.cells * (1 + (2 ** (options.depth + 1) - 2) * options.nseg)
    spikes = sorted((time, source["gid"]) for source, time in made["simulation"].spikes())
    measuring.report(
        {
            "ns a compartment-step": cost * 1e9 / ((options.tstop - 1) / 0.025) / compartments,
            "setup s": setup,
        },
        {"spike times": [float(t) for t, _ in spikes], "spiking cells": [float(g) for _, g in spikes]},
    )


if __name__ == "__main__":
    main()
