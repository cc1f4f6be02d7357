# SPDX-License-Identifier: BSD-3-Clause
"""World: a simulation, with its ``h``."""

from __future__ import annotations

import os
import sys

from ranvier import _ext
from ranvier._hoc import Hoc
from ranvier._vector_methods import installer


class World(_ext.World):
    """A simulation: model, numbers, time. A process holds as many as it likes, in threads.

    Parameters
    ----------
    backend : {"automatic", "interpreter", "scalar", "lanes"}, optional
        What runs the mechanisms. By default compiled code where that is possible, else the interpreter; the environment
        variable ``RANVIER_BACKEND`` changes the default. All give the same numbers.
    threads : int, optional
        Number of threads; 0 takes as many as there are cores.

    Notes
    -----
    A world is used by one thread at a time: another one that uses it while it runs gets a StateError.
    """

    def __init__(self, backend: str | None = None, threads: int = 0) -> None:
        super().__init__(backend, threads)
        self._set_log(lambda message: print(message, file=sys.stderr))
        self._set_output(lambda text: sys.stdout.write(text))
        self._set_on_vector_method(installer(self))
        self.h: Hoc = Hoc(self)

    def load_mechanisms(self, path: str | os.PathLike[str]) -> bool:
        """Load the mechanisms of a place; see ``ranvier.load_mechanisms``."""
        name = os.fspath(path)
        if os.path.isdir(name):
            library = _ext._library_in(name)
            files = _ext._mechanism_sources(library) if library else _ext._mod_files(name)
            if not files:
                print(f"no mechanisms found in {name}", file=sys.stderr)
                return False
            self._load_files(files)
            return True
        if not os.path.exists(name):
            print(f"no mechanisms found in {name}", file=sys.stderr)
            return False
        self._load_mechanisms(name)
        return True
