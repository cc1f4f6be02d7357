# SPDX-License-Identifier: BSD-3-Clause
"""The small classes of ``h``: ParallelContext, CVode, FInitializeHandler, references to Python values."""

from __future__ import annotations

from ranvier._ext import InputError, WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

    from ranvier._world import World

MAX_THREADS = 1024


def as_callable(what: Any, where: str) -> Callable[[], Any]:
    """Turn a callable or (callable, argument or tuple of arguments) into something to call without arguments."""
    if callable(what):
        return what  # type: ignore[no-any-return]
    if isinstance(what, tuple | list) and len(what) == 2 and callable(what[0]):
        function, arguments = what
        if not isinstance(arguments, tuple):
            arguments = (arguments,)
        return lambda: function(*arguments)
    raise WrongType(f"{where}: needs a callable or (callable, argument) (got {what!r})")


class OfWorld:
    """A class of one world's ``h``: numbered, not copied."""

    _world_: ClassVar[World]
    _serial: int = 0

    def __init__(self) -> None:
        name = type(self).__name__
        counts = self._world_._counts
        self._serial = counts[name] = counts.get(name, -1) + 1

    def __repr__(self) -> str:
        return f"{type(self).__name__}[{self._serial}]"

    def hname(self) -> str:
        """Name with instance number."""
        return repr(self)

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise WrongType(f"{self!r}: this object cannot be copied or pickled")


class ParallelContext(OfWorld):
    """Threads and processes."""

    def __init__(self, nhost: int = 1) -> None:
        super().__init__()
        self._maxstep = 10.0

    def set_maxstep(self, limit: float = 10.0) -> float:
        """Largest interval between exchanges of spikes [ms]; returns it. The minimum delay may make it shorter."""
        limit = float(limit)
        if not limit > 0:
            raise InputError(f"ParallelContext: maxstep is out of range (got {limit} ms); allowed: > 0")
        self._maxstep = limit
        return limit

    def psolve(self, tstop: float) -> float:
        """Run to ``tstop`` [ms]; does nothing if it is not ahead."""
        self._world_._run(float(tstop))
        return 0.0

    def nthread(self, count: int = 0, parallel: int = 1) -> int:
        """Set the number of threads, if one is given; returns it."""
        count = int(count)
        if count < 0 or count > MAX_THREADS:
            raise InputError(
                f"ParallelContext: the number of threads is out of range (got {count}); allowed: 1 to {MAX_THREADS}"
            )
        if count:
            self._world_._set_threads(count)
        return max(1, self._world_._threads())

    def id(self) -> int:
        """Rank of this process."""
        return 0

    def nhost(self) -> int:
        """Number of processes."""
        return 1


class CVode(OfWorld):
    """Events at given times. The step is fixed: ``active(1)`` is an error."""

    def active(self, flag: Any = None) -> bool:
        """Whether the variable step is on: False."""
        if flag:
            raise InputError("CVode: the variable step is not supported; allowed: active(0)")
        return False

    def event(self, time: float, callback: Any = None) -> float:
        """Call ``callback`` at ``time`` [ms]: in the step that covers it, with t as there."""
        if callback is None:
            raise WrongType("CVode.event: needs a callable to call; allowed: event(time, callable)")
        self._world_._call_at(float(time), as_callable(callback, "CVode.event"))
        return 1.0

    def cache_efficient(self, flag: Any = None) -> bool:
        """Kept for scripts: numbers always lie in the order in which they are computed."""
        return True


class FInitializeHandler(OfWorld):
    """Calls something in each finitialize, as long as this object lives.

    Parameters
    ----------
    type : int, optional
        3: first of all; 0: v is set, INITIAL blocks have not run; 1 (default): after them; 2: last.
    callback : callable or (callable, argument)
    """

    def __init__(self, *args: Any) -> None:
        super().__init__()
        stage = 1
        if args and isinstance(args[0], int | float):
            if args[0] not in (0, 1, 2, 3):
                raise InputError(
                    f"FInitializeHandler: the type is out of range (got {args[0]}); allowed: 0, 1, 2, 3"
                )
            stage, args = int(args[0]), args[1:]
        if not args:
            raise WrongType(
                "FInitializeHandler: needs something to call; allowed: FInitializeHandler([type,] callable)"
            )
        self._handler = self._world_._add_handler(stage, as_callable(args[0], "FInitializeHandler"))


class HocRef:
    """A one-element reference to a number, a string or an object."""

    def __init__(self, value: Any) -> None:
        self._value = (
            float(value) if isinstance(value, int | float) and not isinstance(value, bool) else value
        )

    def __getitem__(self, index: int) -> Any:
        self._check(index)
        return self._value

    def __setitem__(self, index: int, value: Any) -> None:
        self._check(index)
        self._value = float(value) if isinstance(self._value, float) else value

    @staticmethod
    def _check(index: int) -> None:
        if index != 0:
            raise IndexError("a reference has one element: [0]")

    def __repr__(self) -> str:
        if isinstance(self._value, float):
            return f"<hoc ref value {self._value:f}>"
        if isinstance(self._value, str):
            return f'<hoc ref str "{self._value}">'
        return f'<hoc ref value "{"NULLobject" if self._value is None else self._value}">'
