# SPDX-License-Identifier: BSD-3-Clause
"""Ranvier simulates neurons and networks of neurons.

``from ranvier import h`` is the interface that models for NEURON use, on a default world; ``World()`` makes another
world with an ``h`` of its own. Units are ms, mV, um, nA, uS, mA/cm2, S/cm2, uF/cm2, ohm cm, mM and degC everywhere.
"""

from __future__ import annotations

import os

from ranvier import _startup
from ranvier._ext import (
    CallbackError,
    CompileError,
    DeletedError,
    Error,
    HocError,
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
from ranvier._many import Connections, Points, connect, points
from ranvier._recording import record
from ranvier._safe import safe_mode
from ranvier._world import World
from ranvier.psection import psection

__all__ = [
    "CallbackError",
    "CompileError",
    "Connections",
    "DeletedError",
    "Error",
    "Hoc",
    "HocError",
    "IndexOutOfRange",
    "InputError",
    "InternalError",
    "IoError",
    "LookupFailure",
    "NoPlaceError",
    "NumericsError",
    "Points",
    "StateError",
    "Vector",
    "World",
    "WrongType",
    "__version__",
    "connect",
    "h",
    "load_mechanisms",
    "points",
    "psection",
    "record",
    "safe_mode",
    "world",
]

_default_world = World()
h: Hoc = _default_world.h
#: The simulation behind ``h``.
world: World = _default_world


def load_mechanisms(path: str, warn_if_already_loaded: bool = True) -> bool:
    """Load mechanisms into the default world.

    Parameters
    ----------
    path : str
        A folder with what ``nrnivmodl`` left in it, or with ``.mod`` files; a ``.mod`` file; a library.
    warn_if_already_loaded : bool
        Kept for scripts: loading again is never wrong, a file that changed is read again.

    Returns
    -------
    bool
        False if there is nothing to load; every other problem is an exception.

    Raises
    ------
    CompileError
        With all mistakes of all files; then nothing is registered.
    StateError
        If a mechanism that is in use has the name of another file's.
    """
    return _default_world.load_mechanisms(path)


#: Imported when asked for.
_MODULES = (
    "config",
    "coreneuron",
    "doc",
    "expect_hocerr",
    "gui",
    "hclass3",
    "hoc",
    "nrn",
    "sections",
    "units",
)


def __getattr__(name: str) -> object:
    """Names of NEURON's package, and modules, that few need: found when asked for."""
    import importlib

    if name in ("version", "__path__", "__file__") or (name.startswith("__") and name.endswith("__")):
        if name == "version":
            return __version__
        raise AttributeError(f"module 'ranvier' has no attribute {name!r}")
    names = importlib.import_module("ranvier._neuron_names")
    if name in names.__all__ or name == "n":
        return getattr(names, name)
    if name in _MODULES:
        return importlib.import_module(f"ranvier.{name}")
    raise AttributeError(f"module 'ranvier' has no attribute {name!r}")


if os.environ.get("RANVIER_COMPAT"):
    from ranvier import _compat

    _compat.imported_as_neuron(h)

if not _startup.is_own_program():
    _startup.offer_working_folder(_default_world)
