# SPDX-License-Identifier: BSD-3-Clause
"""``neuron.nrn``: sections, segments and mechanisms as types."""

from __future__ import annotations

from ranvier import h
from ranvier._ext import Mechanism, RangeVar, Segment

#: Makes sections of the default world, as ``h.Section`` does.
Section = h.Section

allsec = h.allsec
cas = h.cas

__all__ = ["Mechanism", "RangeVar", "Section", "Segment", "allsec", "cas"]
