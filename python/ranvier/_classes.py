# SPDX-License-Identifier: BSD-3-Clause
"""The small classes of ``h``: FInitializeHandler."""

from __future__ import annotations

from ranvier._ext import HocRef, InputError, WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ClassVar

    from ranvier._world import World


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


__all__ = ["FInitializeHandler", "HocRef", "OfWorld", "as_callable"]
