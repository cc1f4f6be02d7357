# SPDX-License-Identifier: BSD-3-Clause
"""``neuron.hoc``: the type of the objects of ``h``, its classes, and statements given as text."""

from __future__ import annotations

import neuron
from ranvier.hoc import HocObject, __getattr__, hoc_ac  # noqa: F401 - hoc.Vector comes through __getattr__


def execute(statements: str) -> bool:
    """Run hoc statements; False after a mistake."""
    return neuron.h(statements)
