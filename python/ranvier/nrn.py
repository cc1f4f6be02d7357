# SPDX-License-Identifier: BSD-3-Clause
"""Sections, segments and mechanisms as types, under the names of NEURON's module ``nrn``."""

from __future__ import annotations

import ranvier
from ranvier._ext import Function as MechFunc
from ranvier._ext import Mechanism, RangeVar, Segment

#: Makes sections of the default world, as ``h.Section`` does.
Section = ranvier.h.Section

allsec = ranvier.h.allsec
cas = ranvier.h.cas

__all__ = ["MechFunc", "Mechanism", "RangeVar", "Section", "Segment", "allsec", "cas"]
