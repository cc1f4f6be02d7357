# SPDX-License-Identifier: BSD-3-Clause
"""What scripts do from Python one by one: attributes, elements of Vectors, building cells."""

from __future__ import annotations

import array
from collections.abc import Callable
from typing import Any

import measuring


class Cell:
    """Ten sections in a tree, hh in the soma, pas elsewhere, a synapse on each dendrite."""

    def __init__(self, h: Any, number: int) -> None:
        self.number = number
        self.soma = h.Section(name="soma", cell=self)
        self.dends = [h.Section(name=f"dend{i}", cell=self) for i in range(9)]
        self.soma.L = self.soma.diam = 20
        self.soma.insert("hh")
        for i, dend in enumerate(self.dends):
            dend.connect(self.soma(1) if i < 3 else self.dends[i - 3](1))
            dend.L, dend.diam, dend.nseg = 100 + i, 2, 3
            dend.insert("pas")
            for segment in dend:
                segment.pas.g = 0.0002
        self.synapses = [h.ExpSyn(dend(0.5)) for dend in self.dends]
        for synapse in self.synapses:
            synapse.tau = 2

    def __repr__(self) -> str:
        return f"Cell[{self.number}]"


def main() -> None:
    parser = measuring.parser(__doc__)
    parser.add_argument("--part", type=float, default=1.0, help="how much of each part is done")
    options = parser.parse_args()
    h = measuring.interface(options.package)
    count = int(300_000 * options.part)
    cell_count = int(1000 * options.part)
    section = h.Section(name="section")
    section.nseg = 5
    section.insert("hh")
    segment = section(0.5)
    synapse = h.ExpSyn(segment)
    vector = h.Vector(range(1000))
    x = 0.1
    cost: dict[str, float] = {}
    results: list[float] = []

    def write_mechanism() -> None:
        for _ in range(count):
            segment.hh.gnabar = x

    def read_mechanism() -> None:
        total = 0.0
        for _ in range(count):
            total += segment.hh.gnabar
        results.append(total)

    def write_range() -> None:
        for _ in range(count):
            segment.gnabar_hh = x

    def read_voltage() -> None:
        total = 0.0
        for _ in range(count):
            total += segment.v
        results.append(total)

    def write_section() -> None:
        for _ in range(count):
            section.Ra = 100

    def make_segments() -> None:
        total = 0.0
        for _ in range(count):
            total += section(0.3).x
        results.append(total)

    def write_point() -> None:
        for _ in range(count):
            synapse.tau = x

    def read_elements() -> None:
        total = 0.0
        for _ in range(count // 1000):
            for i in range(1000):
                total += vector[i]
        results.append(total)

    def read_array() -> None:
        """The same of Python's own array: no class in C reads numbers faster one by one."""
        own = array.array("d", vector)
        total = 0.0
        for _ in range(count // 1000):
            for i in range(1000):
                total += own[i]
        results.append(total)

    def write_elements() -> None:
        for _ in range(count // 1000):
            for i in range(1000):
                vector[i] = i
        results.append(vector.sum())

    def append_elements() -> None:
        new = h.Vector()
        for i in range(count):
            new.append(i)
        results.append(new.sum())

    def call_method() -> None:
        total = 0.0
        for _ in range(count):
            total += vector.size()
        results.append(total)

    parts: list[tuple[str, Callable[[], None]]] = [
        ("seg.hh.gnabar = x, us", write_mechanism),
        ("seg.hh.gnabar, us", read_mechanism),
        ("seg.gnabar_hh = x, us", write_range),
        ("seg.v, us", read_voltage),
        ("section.Ra = x, us", write_section),
        ("section(x), us", make_segments),
        ("synapse.tau = x, us", write_point),
        ("vector[i], us", read_elements),
        ("array.array[i], us", read_array),
        ("vector[i] = x, us", write_elements),
        ("vector.append(x), us", append_elements),
        ("vector.size(), us", call_method),
    ]
    for figure, work in parts:
        cost[figure] = measuring.cpu_seconds(work) * 1e6 / count
    results.append(segment.hh.gnabar)
    cells: list[Cell] = []

    def build() -> None:
        cells.extend(Cell(h, i) for i in range(cell_count))

    cost["cell of 10 sections, us"] = measuring.cpu_seconds(build) * 1e6 / cell_count
    results.append(sum(s.L + s.nseg for cell in cells for s in [cell.soma, *cell.dends]))
    results.append(sum(seg.pas.g for cell in cells for dend in cell.dends for seg in dend))
    measuring.report(cost, {"results": results})


if __name__ == "__main__":
    main()
