# SPDX-License-Identifier: BSD-3-Clause
"""World: a simulation, with its ``h``."""

from __future__ import annotations

import os
import sys

from ranvier import _ext
from ranvier._asking import Memory, Plan, Profile, profile
from ranvier._hoc import Hoc
from ranvier._progress import Progress, wanted
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
        self._set_up()

    def _set_up(self) -> None:
        self._set_log(lambda message: print(message, file=sys.stderr))
        self._set_output(lambda text: sys.stdout.write(text))
        self._set_on_vector_method(installer(self))
        self.progress = wanted()
        self.h: Hoc = Hoc(self)

    @classmethod
    def load(cls, path: str | os.PathLike[str], backend: str | None = None, threads: int = 0) -> World:
        """The world of a checkpoint, which goes on from there.

        Parameters
        ----------
        path : path-like
            A file that :meth:`save` wrote, in this process or another.
        backend, threads
            As of a new world. The numbers do not depend on them.

        Returns
        -------
        World
            It owns its sections, point processes and Vectors: ``h.allsec()``, ``h.List("NetCon")``, :attr:`things`.

        Raises
        ------
        OSError
            The file cannot be read, or is not whole: cut, damaged, of another kind, of a newer version. Then
            nothing is loaded.
        """
        world = cls.__new__(cls)
        _ext.World.__init__(world, backend, threads, os.fspath(path))
        world._set_up()
        return world

    def save(self, path: str | os.PathLike[str], without_functions: bool = False) -> None:
        """Write the simulation to a file: model, mechanisms, state, events, random streams, what is recorded.

        The file is written beside its place and renamed: a kill leaves the old one or the new one, never half of it.

        Parameters
        ----------
        path : path-like
        without_functions : bool
            Leave out Python functions and hoc statements that the run would call. Without it they are an error.

        Raises
        ------
        StateError
            Something cannot be kept; the message names all of it.
        OSError
            The file cannot be written; what was there still is.
        """
        self._save(os.fspath(path), without_functions)

    def clone(self, without_functions: bool = False, backend: str | None = None, threads: int = 0) -> World:
        """Another world that goes on from here by itself, as :meth:`save` and :meth:`load` would give."""
        world = type(self).__new__(type(self))
        _ext.World.__init__(world, backend, threads, self, without_functions)
        world._set_up()
        return world

    @property
    def things(self) -> dict[str, object]:
        """Of a world that was loaded: point processes, NetCons, Vectors that record or play, Randoms, by name."""
        return dict(self._things())

    def profile(self, on: bool | None = None) -> Profile | None:
        """Seconds by kernel, solver, events, recording, functions of the program.

        Parameters
        ----------
        on : bool, optional
            True begins to measure, from nothing; False ends it. Without it nothing changes.

        Returns
        -------
        Profile or None
            What was measured until now; None if nothing is. Measuring costs some 50 ns for each kernel and step of a
            group; where it is off runs do not feel it.
        """
        return profile(self, on)

    def memory(self) -> Memory:
        """Bytes by what holds them: mechanisms, tree, sections, connections, events, recordings, compiled code."""
        return Memory(_ext._memory(self))

    @property
    def plan(self) -> Plan:
        """What the present model compiles to; ``world.plan.describe()`` tells it."""
        return Plan(self)

    @property
    def progress(self) -> bool:
        """Whether runs of more than two seconds show how far they are, in a terminal or a notebook.

        Nothing is shown where the standard error is no terminal, or where the run calls functions of the program. The
        environment variable ``RANVIER_PROGRESS=0`` switches it off for all worlds.
        """
        return self._progress

    @progress.setter
    def progress(self, on: bool) -> None:
        self._progress = bool(on)
        _ext._set_progress(self, Progress() if on else None)

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
