# SPDX-License-Identifier: BSD-3-Clause
"""``from neuron import gui``: loads the run library. Nothing waits for a display."""

from ranvier import gui as _gui  # noqa: F401 - importing it is what it does
