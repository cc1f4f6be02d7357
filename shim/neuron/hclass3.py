# SPDX-License-Identifier: BSD-3-Clause
"""``neuron.hclass3``: Python classes that derive from those of ``h``."""

from ranvier.hclass3 import HocBaseObject, hclass

__all__ = ["HocBaseObject", "hclass"]
