# SPDX-License-Identifier: BSD-3-Clause
"""What the drivers of the NMODL cases share: one cell, fixed steps, recordings, and the numbers that come out.

Only NEURON's documented Python interface is used. ``neuron`` is whatever package is under test.
"""

from __future__ import annotations

from typing import Any

from neuron import h

#: What the driver hands back; ``mechanism_cases`` empties and reads it.
results: dict[str, Any] = {}
#: Sections and vectors live as long as the driver.
kept: list[Any] = []


def cell(
    name: str = "soma", nseg: int = 1, L: float = 20.0, diam: float = 20.0, cm: float = 1.0, Ra: float = 100.0
) -> Any:
    """Make a section that stays alive."""
    section = h.Section(name=name)
    section.nseg = nseg
    section.L = L
    section.diam = diam
    section.cm = cm
    section.Ra = Ra
    kept.append(section)
    return section


def rec(reference: Any) -> Any:
    """Record a variable at every step."""
    vector = h.Vector()
    vector.record(reference)
    kept.append(vector)
    return vector


def go(tstop: float = 5.0, dt: float = 0.025, v: float = -65.0) -> None:
    """Initialise and take fixed steps up to ``tstop``."""
    h.dt = dt
    h.finitialize(v)
    for _ in range(round(tstop / dt)):
        h.fadvance()


def pick(vector: Any, every: int = 10) -> list[float]:
    """Every ``every``-th recorded value, and the last one."""
    values = [float(x) for x in vector]
    picked = values[::every]
    if (len(values) - 1) % every:
        picked.append(values[-1])
    return picked


def out(**values: Any) -> None:
    """Hand back results; ``rtol`` and ``atol`` state another tolerance than the usual."""
    results.update(values)
