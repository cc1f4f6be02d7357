# SPDX-License-Identifier: BSD-3-Clause
"""A branched cell, or many copies of it, with ten channels in the style of published files (``mod/channels``).

All ten stand in the soma and in the first dendrites; the kinetic scheme ends there, the L-type, M and calcium-dependent
currents one level further out. Each copy is driven by another current.
"""

from __future__ import annotations

import itertools
from typing import Any

import measuring

WARM_UP_MS = 1.0
DEPTH = 4
NSEG = 3
TEMPERATURE = 34.0
#: Densities [S/cm2] by distance from the soma in sections; a channel absent from a level is not inserted there.
DENSITIES: dict[str, list[float]] = {
    "na": [0.16, 0.04, 0.02, 0.012, 0.008],
    "kdr": [0.18, 0.06, 0.036, 0.03, 0.024],
    "ka": [0.005, 0.006, 0.008, 0.010, 0.012],
    "km": [0.0004, 0.0002, 0.0001],
    "cal": [0.00004, 0.00002, 0.00001],
    "cat": [0.00006, 0.00006, 0.00008, 0.00008, 0.0001],
    "kca": [0.0002, 0.0001, 0.00005],
    "ih": [0.00002, 0.00004, 0.00006, 0.00008, 0.0001],
    "nas": [0.0003, 0.0001],
}
LEAK = 3e-5


def make_section(h: Any, cell: Any, name: str, level: int) -> Any:
    """A section with the channels of its level."""
    section = h.Section(name=name, cell=cell)
    section.Ra = 120
    section.insert("pas")
    section.g_pas = LEAK
    section.e_pas = -68
    for channel, densities in DENSITIES.items():
        if level < len(densities):
            section.insert(channel)
            setattr(section, f"gbar_{channel}", densities[level])
    section.insert("cad")
    section.ena = 50
    section.ek = -90
    return section


class Cell:
    """A soma and a binary tree of dendrites."""

    def __init__(self, h: Any, index: int) -> None:
        self.soma = make_section(h, self, "soma", 0)
        self.soma.L = self.soma.diam = 18
        self.sections = [self.soma]
        level = [self.soma]
        for depth in range(1, DEPTH + 1):
            following = []
            for parent in level:
                for _ in range(2):
                    dendrite = make_section(h, self, f"dend{len(self.sections)}", depth)
                    dendrite.L = 90
                    dendrite.diam = 2.4 * 0.75**depth
                    dendrite.nseg = NSEG
                    dendrite.connect(parent(1))
                    self.sections.append(dendrite)
                    following.append(dendrite)
            level = following
        self.clamp = h.IClamp(self.soma(0.5))
        self.clamp.delay = 2
        self.clamp.dur = 1e9
        self.clamp.amp = 0.2 + 0.002 * index


def main() -> None:
    parser = measuring.parser(__doc__)
    parser.add_argument("--cells", type=int, default=64)
    parser.add_argument("--tstop", type=float, default=100.0)
    parser.add_argument("--mechanisms", required=True, help="mod/channels, or what NEURON compiled from it")
    parser.add_argument("--coreneuron", action="store_true", help="let CoreNEURON run what NEURON has built")
    options = parser.parse_args()
    h = measuring.interface(options.package)
    (h.nrn_load_dll if options.mechanisms.endswith(".so") else h.nrn_load_mod)(options.mechanisms)
    h.celsius = TEMPERATURE
    if options.coreneuron:
        from neuron import coreneuron

        coreneuron.enable = True
        coreneuron.verbose = 0
        h.CVode().cache_efficient(1)
    made: dict[str, Any] = {}

    def prepare() -> None:
        made["cells"] = [Cell(h, i) for i in range(options.cells)]
        made["v"] = [h.Vector().record(made["cells"][i].soma(0.5)._ref_v) for i in {0, options.cells - 1}]
        h.dt = 0.025
        h.finitialize(-68)

    run = measuring.native_run(h)
    setup = measuring.cpu_seconds(prepare)
    # The first step may compile and lay out; that is counted as setup.
    setup += measuring.cpu_seconds(lambda: run(WARM_UP_MS))
    cost = measuring.cpu_seconds(lambda: run(options.tstop))
    steps = (options.tstop - WARM_UP_MS) / h.dt
    compartments = sum(s.nseg for cell in made["cells"] for s in cell.sections)
    cells = made["cells"]
    crossings = []
    for v in made["v"]:
        values = list(v)
        crossings.append(sum(a < -10 <= b for a, b in itertools.pairwise(values)))
    measuring.report(
        {"ns a compartment-step": cost * 1e9 / steps / compartments, "setup s": setup},
        {
            "v": [s(0.5).v for cell in cells for s in cell.sections],
            "cai": [s(0.5).cai for cell in cells for s in cell.sections],
            "spikes": crossings,
        },
    )


if __name__ == "__main__":
    main()
