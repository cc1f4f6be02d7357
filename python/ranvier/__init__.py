# SPDX-License-Identifier: BSD-3-Clause
"""Ranvier simulates neurons and networks of neurons.

``from ranvier import h`` is the interface that models for NEURON use, on a default world; ``World()`` makes another
world with an ``h`` of its own. Units are ms, mV, um, nA, uS, mA/cm2, S/cm2, uF/cm2, ohm cm, mM and degC everywhere.
"""

from __future__ import annotations

from ranvier._ext import (
    CallbackError,
    CompileError,
    DeletedError,
    Error,
    IndexOutOfRange,
    InputError,
    InternalError,
    IoError,
    LookupFailure,
    NoPlaceError,
    NumericsError,
    StateError,
    Vector,
    WrongType,
    __version__,
)
from ranvier._hoc import Hoc
from ranvier._world import World

__all__ = [
    "CallbackError",
    "CompileError",
    "DeletedError",
    "Error",
    "Hoc",
    "IndexOutOfRange",
    "InputError",
    "InternalError",
    "IoError",
    "LookupFailure",
    "NoPlaceError",
    "NumericsError",
    "StateError",
    "Vector",
    "World",
    "WrongType",
    "__version__",
    "h",
    "load_mechanisms",
]

_default_world = World()
h: Hoc = _default_world.h


def load_mechanisms(path: str) -> bool:
    """Read ``.mod`` files into the default world.

    Parameters
    ----------
    path : str
        A ``.mod`` file, or a folder of them.

    Returns
    -------
    bool
        True; every problem is an exception.

    Raises
    ------
    CompileError
        With all mistakes of all files; then nothing is registered.
    StateError
        If a mechanism of the same name is there already.
    """
    return _default_world.load_mechanisms(path)
