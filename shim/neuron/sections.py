# SPDX-License-Identifier: BSD-3-Clause
"""``neuron.sections``: sections with more to say."""

from ranvier.sections import AllSegments, ExtendedSection

__all__ = ["AllSegments", "ExtendedSection"]
