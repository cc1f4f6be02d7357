# SPDX-License-Identifier: BSD-3-Clause
"""What a section holds: as a dict, for comparing models, and printed as hoc prints it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
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


#: What ``section.psection()`` calls; ``nrn.set_psection`` sets another.
of_section: Callable[[Section], Any] = psection


def print_section(section: Section, roots: list[Section]) -> None:
    """Tell of a section as hoc's ``psection()`` does: properties, place in the tree, the first segment's mechanisms."""
    parent = section.parentseg()
    print(f"{section.name()} {{ nseg={section.nseg}  L={section.L:g}  Ra={section.Ra:g}")
    if parent is None:
        print(f"\t/*location 0 attached to cell {roots.index(section)}*/")
    else:
        print(f"\t{parent.sec.name()} connect {section.name()} ({section.orientation():g}), {parent.x:g}")
    print("\t/* First segment only */")
    first = next(iter(section))
    print(f"\tinsert morphology {{ diam={first.diam:g}}}")
    print(f"\tinsert capacitance {{ cm={first.cm:g}}}")
    for mechanism in first:
        name = mechanism.name()
        if mechanism.is_ion():
            reversal = "e" + name.removesuffix("_ion")
            print(f"\tinsert {name} {{ {reversal}={getattr(first, reversal):g}}}")
        else:
            values = [(v, getattr(first, v)) for v in parameters(name)]
            print(f"\tinsert {name} {{ {' '.join(f'{v}={x:g}' for v, x in values if isinstance(x, float))}}}")
    for point in first.point_processes():
        name = type(point).__name__
        values = [(v, getattr(point, v)) for v in parameters(name)]
        print(f"\tinsert {name} {{ {' '.join(f'{v}={x:g}' for v, x in values if isinstance(x, float))}}}")
    print("}")


def parameters(mechanism: str) -> list[str]:
    """Name the parameters of a mechanism in the order of its file."""
    import ranvier

    standard = ranvier.h.MechanismStandard(mechanism, 1)
    name = ranvier.h.ref("")
    found: list[str] = []
    for i in range(int(standard.count())):
        standard.name(name, i)
        found.append(name[0])
    return found
