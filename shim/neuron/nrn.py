# SPDX-License-Identifier: BSD-3-Clause
"""``neuron.nrn``: sections, segments and mechanisms as types."""

from ranvier.nrn import Mechanism, MechFunc, RangeVar, Section, Segment, allsec, cas

__all__ = ["MechFunc", "Mechanism", "RangeVar", "Section", "Segment", "allsec", "cas"]
