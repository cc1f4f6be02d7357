# SPDX-License-Identifier: BSD-3-Clause
"""Sections, segments and mechanisms as types, under the names of NEURON's module ``nrn``."""

from __future__ import annotations

import sys

import ranvier
from ranvier._ext import Function as MechFunc
from ranvier._ext import Mechanism, RangeVar, Segment, WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    F = TypeVar("F", bound=Callable[..., Any])

#: Makes sections of the default world, as ``h.Section`` does.
Section = ranvier.h.Section

allsec = ranvier.h.allsec
cas = ranvier.h.cas

#: Types of ``iter(segment)`` and of ``iter(segment.hh)``.
MechOfSegIterator: type = type(iter([]))
VarOfMechIterator: type = MechOfSegIterator


class OpaquePointer:
    """Stands for a pointer to what Python cannot read: no variable of a mechanism is one here."""


def set_psection(callback: F) -> F:
    """Let ``section.psection()`` be ``callback(section)``; gives the callback back."""
    if not callable(callback):
        raise WrongType(f"set_psection: needs what can be called with a section (got {callback!r})")
    sys.modules["ranvier.psection"].of_section = callback  # type: ignore[attr-defined]
    return callback


__all__ = [
    "MechFunc",
    "MechOfSegIterator",
    "Mechanism",
    "OpaquePointer",
    "RangeVar",
    "Section",
    "Segment",
    "VarOfMechIterator",
    "allsec",
    "cas",
    "set_psection",
]
