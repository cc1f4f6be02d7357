# SPDX-License-Identifier: BSD-3-Clause
"""``neuron.nrn``: sections, segments and mechanisms as types."""

from ranvier.nrn import (
    Mechanism,
    MechFunc,
    MechOfSegIterator,
    OpaquePointer,
    RangeVar,
    Section,
    Segment,
    VarOfMechIterator,
    allsec,
    cas,
    set_psection,
)

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
