# SPDX-License-Identifier: BSD-3-Clause
"""A ring of branched cells with hh everywhere and one synapse each; ``--hard`` makes all cells differ.

Hard: a copy of hh under a user's name, another gnabar in every segment, and a tree of its own for each cell.
"""

from __future__ import annotations

import random
from typing import Any

import measuring

WARM_UP_MS = 1.0


class Cell:
    """Soma and dendrites; ``parents[i]`` is the section on whose end dendrite ``i`` hangs (0 is the soma)."""

    def __init__(self, h: Any, mechanism: str, parents: list[int], lengths: list[float], nseg: int) -> None:
        self.soma = h.Section(name="soma", cell=self)
        self.soma.L = self.soma.diam = 20
        self.soma.insert(mechanism)
        self.sections = [self.soma]
        for i, (parent, length) in enumerate(zip(parents, lengths, strict=True)):
            dendrite = h.Section(name=f"dend{i}", cell=self)
            dendrite.L = length
            dendrite.diam = 2
            dendrite.nseg = nseg
            dendrite.Ra = 100
            dendrite.insert(mechanism)
            dendrite.connect(self.sections[parent](1))
            self.sections.append(dendrite)
        self.synapse = h.ExpSyn(self.soma(0.5))
        self.synapse.tau = 2


def binary_tree(depth: int) -> list[int]:
    """Two dendrites on the end of every section, ``depth`` times."""
    parents, level, count = [], [0], 0
    for _ in range(depth):
        following = []
        for parent in level:
            for _ in range(2):
                parents.append(parent)
                count += 1
                following.append(count)
        level = following
    return parents


def random_tree(source: random.Random, count: int) -> list[int]:
    """A tree of ``count`` dendrites in which no section's end bears more than two."""
    parents: list[int] = []
    places = [0, 0]
    for i in range(count):
        parents.append(places.pop(int(source.random() * len(places))))
        places += [i + 1, i + 1]
    return parents


def build(h: Any, options: Any) -> list[Cell]:
    mechanism = "hhcopy" if options.hard else "hh"
    tree = binary_tree(options.depth)
    source = random.Random(options.seed)
    cells = []
    for _ in range(options.cells):
        lengths = [100.0] * len(tree)
        if options.hard:
            tree = random_tree(source, len(tree))
            lengths = [80 + 40 * source.random() for _ in tree]
        cells.append(Cell(h, mechanism, tree, lengths, options.nseg))
    if options.hard:
        for cell in cells:
            for section in cell.sections:
                for segment in section:
                    segment.hhcopy.gnabar = 0.12 * (0.9 + 0.2 * source.random())
    return cells


def connect(h: Any, cells: list[Cell]) -> tuple[list[Any], Any, Any]:
    """Each soma's threshold drives the next cell; a NetStim starts the first. Spikes go to two Vectors."""
    times, ids, keep = h.Vector(), h.Vector(), []
    for i, cell in enumerate(cells):
        wire = h.NetCon(cell.soma(0.5)._ref_v, cells[(i + 1) % len(cells)].synapse, sec=cell.soma)
        wire.threshold = -10
        wire.weight[0] = 0.1
        wire.delay = 2
        wire.record(times, ids, i)
        keep.append(wire)
    start = h.NetStim()
    start.number = 1
    start.start = 1
    wire = h.NetCon(start, cells[0].synapse)
    wire.weight[0] = 0.1
    wire.delay = 1
    return [*keep, start, wire], times, ids


def main() -> None:
    parser = measuring.parser(__doc__)
    parser.add_argument("--cells", type=int, default=64)
    parser.add_argument("--depth", type=int, default=4)
    parser.add_argument("--nseg", type=int, default=5)
    parser.add_argument("--tstop", type=float, default=300.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hard", metavar="MECHANISM", help="hhcopy.mod, or what NEURON compiled from it")
    parser.add_argument("--exact", action="store_true", help="rates of hh without the table")
    options = parser.parse_args()
    h = measuring.interface(options.package)
    if options.hard:
        (h.nrn_load_mod if options.hard.endswith(".mod") else h.nrn_load_dll)(options.hard)
    if options.exact:
        h.usetable_hh = 0
    made: dict[str, Any] = {}

    def prepare() -> None:
        made["cells"] = build(h, options)
        made["wires"], made["times"], made["ids"] = connect(h, made["cells"])
        h.dt = 0.025
        h.finitialize(-65)

    run = measuring.native_run(h)
    setup = measuring.cpu_seconds(prepare)
    # The first step may compile and lay out; that is counted as setup.
    setup += measuring.cpu_seconds(lambda: run(WARM_UP_MS))
    cost = measuring.cpu_seconds(lambda: run(options.tstop))
    steps = (options.tstop - WARM_UP_MS) / h.dt
    compartments = sum(s.nseg for cell in made["cells"] for s in cell.sections)
    measuring.report(
        {"ns a compartment-step": cost * 1e9 / steps / compartments, "setup s": setup},
        {
            "spike times": list(made["times"]),
            "spiking cells": list(made["ids"]),
            "v": [s(0.5).v for cell in made["cells"] for s in cell.sections],
        },
    )


if __name__ == "__main__":
    main()
