# SPDX-License-Identifier: BSD-3-Clause
"""``neuron.hoc``: the type of the objects of ``h``, and statements given as text."""

from __future__ import annotations

from ranvier import Hoc, _classes, _ext, h

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What hoc knows as an object or a reference; sections, segments and mechanisms are Python's (neuron.nrn).
KINDS: tuple[type, ...] = (
    Hoc,
    _classes.OfWorld,
    _classes.HocRef,
    _ext.HocObject,
    _ext.Vector,
    _ext.NetCon,
    _ext.PointProcess,
    _ext.Ref,
    _ext.Weights,
    _ext.Elements,
    _ext.NumberArray,
)


class _Kind(type):
    def __instancecheck__(cls, instance: Any) -> bool:
        return isinstance(instance, KINDS)


class HocObject(metaclass=_Kind):
    """What ``isinstance(x, hoc.HocObject)`` asks for."""

    def __init__(self) -> None:
        raise TypeError("HocObject is made by h: h.Vector(), h.IClamp(segment), ...")


def execute(statements: str) -> bool:
    """Run hoc statements."""
    return h(statements)
