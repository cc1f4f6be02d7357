# SPDX-License-Identifier: BSD-3-Clause
"""``neuron.hoc``: the type of the objects of ``h``, its classes, and statements given as text."""

from __future__ import annotations

import ranvier
from ranvier import _classes, _ext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

# What hoc knows as an object or a reference; sections, segments and mechanisms are Python's (ranvier.nrn).
KINDS: tuple[type, ...] = (
    ranvier.Hoc,
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


def execute(statements: str) -> bool | int:
    """Run hoc statements."""
    return ranvier.h(statements)


def hoc_ac(value: float | None = None) -> float:
    """Give the number hoc_ac_; sets it, if a value is given."""
    h: Any = ranvier.h
    before = float(h.hoc_ac_)
    if value is not None:
        h.hoc_ac_ = value
    return before


def __getattr__(name: str) -> Any:
    """``hoc.Vector``: the classes of ``h``."""
    if name[:1].isupper():
        found = getattr(ranvier.h, name)
        if isinstance(found, type):
            return found
    raise AttributeError(f"module 'hoc' has no attribute {name!r}")
