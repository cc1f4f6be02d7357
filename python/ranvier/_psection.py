# SPDX-License-Identifier: BSD-3-Clause
"""What a section holds, as a dict: for printing and comparing models."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ranvier._ext import Section


def psection(section: Section) -> dict[str, Any]:
    """Describe a section.

    Parameters
    ----------
    section : Section

    Returns
    -------
    dict
        point_processes, density_mechs, ions, morphology, nseg, Ra [ohm cm], cm [uF/cm2] a segment, name, cell, ... as
        NEURON's ``psection`` gives them.
    """
    segments = list(section)
    density: dict[str, dict[str, list[float]]] = {}
    ions: dict[str, dict[str, list[float]]] = {}
    for mechanism in segments[0]:
        values = {
            v.name().removesuffix("_" + mechanism.name()): [getattr(seg, v.name()) for seg in segments]
            for v in mechanism
        }
        if mechanism.is_ion():
            ions[mechanism.name().removesuffix("_ion")] = values
        else:
            density[mechanism.name()] = values
    points: dict[str, set[Any]] = {}
    for seg in section.allseg():
        for point in seg.point_processes():
            points.setdefault(type(point).__name__, set()).add(point)
    count = section.n3d()
    return {
        "point_processes": points,
        "density_mechs": density,
        "ions": ions,
        "morphology": {
            "L": section.L,
            "diam": [seg.diam for seg in segments],
            "pts3d": [
                (section.x3d(i), section.y3d(i), section.z3d(i), section.diam3d(i)) for i in range(count)
            ],
            "parent": section.parentseg(),
            "trueparent": section.trueparentseg(),
        },
        "nseg": section.nseg,
        "Ra": section.Ra,
        "cm": [seg.cm for seg in segments],
        "regions": set(),
        "species": set(),
        "name": section.name(),
        "hoc_internal_name": section.hname(),
        "cell": section.cell(),
    }
