# SPDX-License-Identifier: BSD-3-Clause
"""Memory of a compartment with hh, time to build one, and the cost of setting a parameter from Python."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import measuring


def resident_bytes() -> int:
    """Memory that this process holds now."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) * 1024
    raise RuntimeError("/proc/self/status has no VmRSS")


def main() -> None:
    parser = measuring.parser(__doc__)
    parser.add_argument("--sections", type=int, default=2000)
    parser.add_argument("--nseg", type=int, default=51)
    options = parser.parse_args()
    h = measuring.interface(options.package)
    # A small model first: libraries that load on first use are no part of a compartment's memory.
    first = h.Section(name="first")
    first.insert("hh")
    h.finitialize(-65)
    h.fadvance()
    before = resident_bytes()
    sections: list[Any] = []

    def build() -> None:
        for i in range(options.sections):
            section = h.Section(name=f"s{i}")
            section.nseg = options.nseg
            section.insert("hh")
            section.L = 100
            section.diam = 1
            sections.append(section)
        h.finitialize(-65)
        h.fadvance()

    build_s = measuring.cpu_seconds(build)
    compartments = options.sections * options.nseg
    size = (resident_bytes() - before) / compartments

    def assign() -> None:
        for section in sections:
            for segment in section:
                segment.hh.gnabar = 0.1

    set_s = measuring.cpu_seconds(assign)
    h.fadvance()
    measuring.report(
        {
            "bytes a compartment": size,
            "build, us a compartment": build_s * 1e6 / compartments,
            "seg.hh.gnabar = x, ns": set_s * 1e9 / compartments,
        },
        {"v": [s(0.5).v for s in sections[::100]], "g": [s.gnabar_hh for s in sections[::100]]},
    )


if __name__ == "__main__":
    main()
