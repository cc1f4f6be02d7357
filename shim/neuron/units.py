# SPDX-License-Identifier: BSD-3-Clause
"""Units as factors to the canonical ones (ms, mV, um, nA, mM, ...), as NEURON's package names them."""

from ranvier.units import *  # noqa: F403
