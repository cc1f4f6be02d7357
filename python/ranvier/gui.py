# SPDX-License-Identifier: BSD-3-Clause
"""``from neuron import gui``: loads the run library. Nothing waits for a display."""

from ranvier import h

h.load_file("nrngui.hoc")
