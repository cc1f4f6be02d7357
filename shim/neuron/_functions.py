# SPDX-License-Identifier: BSD-3-Clause
"""The functions of the package ``neuron`` itself."""

from __future__ import annotations

import sys

import ranvier
from ranvier import h

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

#: Places whose mechanisms were loaded by ``load_mechanisms``.
nrn_dll_loaded: list[str] = []


def load_mechanisms(path: str, warn_if_already_loaded: bool = True) -> bool:
    """Load the mechanisms of a folder in which ``nrnivmodl`` was run, or that holds ``.mod`` files.

    True if there are any. With ``warn_if_already_loaded``, a second load of one place says so and is not made.
    """
    if path in nrn_dll_loaded:
        if warn_if_already_loaded:
            print(f"Mechanisms already loaded from path: {path}.  Aborting.")
        return True
    loaded = ranvier.load_mechanisms(path)
    if loaded:
        nrn_dll_loaded.append(path)
    return loaded


def init() -> None:
    """finitialize at the present potentials."""
    h.finitialize()


def run(tstop: float) -> None:
    """Start anew and run to ``tstop`` [ms]."""
    h.tstop = tstop
    h.stdinit()
    h.continuerun(tstop)


def xopen(*arguments: Any) -> float:
    """Run a hoc file, as far as ``h.load_file`` can."""
    return h.load_file(*arguments)


def quit(*arguments: Any) -> None:
    """End the process."""
    sys.exit(*arguments)


def hclass(hoc_type: type) -> type:
    """Class to derive from; the classes of ``h`` are types already, so this is the class itself."""
    return hoc_type
