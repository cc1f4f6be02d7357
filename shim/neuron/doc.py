# SPDX-License-Identifier: BSD-3-Clause
"""``neuron.doc``: what the names of ``h`` are."""

from ranvier.doc import describe, get_docstring

__all__ = ["describe", "get_docstring"]
