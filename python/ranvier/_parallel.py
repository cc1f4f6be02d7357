# SPDX-License-Identifier: BSD-3-Clause
"""What ParallelContext has for Python's own objects: jobs that are callables, and collectives of anything."""

from __future__ import annotations

import pickle

from ranvier._ext import InputError, WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class Job:
    """A call as another process would get it: by pickle. Keeps what it returned."""

    def __init__(self, text: bytes) -> None:
        self.text = text
        self.result: Any = None

    def __call__(self) -> Job:
        """Make the call."""
        function, *arguments = pickle.loads(self.text)
        self.result = function(*arguments)
        return self


class Methods:
    """The methods; the class's own of the same name are ``_native_NAME``."""

    _native_submit: Callable[..., float]
    _native_pyret: Callable[[], Any]
    _native_retval: Callable[[], float]
    _native_context: Callable[..., float]
    nhost: Callable[[], int]

    def submit(self, *job: Any) -> float:
        """Leave a job: ``submit([id,] callable or name, argument, ...)``. Returns the id of the user.

        A callable and its arguments must be such that another process could get them (pickle).
        """
        at = 1 if job and isinstance(job[0], int | float) else 0
        if len(job) <= at or not callable(job[at]):
            if len(job) <= at or (not isinstance(job[at], str) and len(job) < at + 2):
                raise WrongType(
                    "ParallelContext.submit: needs a callable; allowed: submit([id,] callable, argument, ...)"
                )
            return self._native_submit(*job)
        try:
            text = pickle.dumps(job[at:])
        except Exception as problem:
            raise WrongType(
                f"ParallelContext.submit: the job cannot be sent to another process ({problem})"
            ) from None
        return self._native_submit(*job[:at], Job(text))

    def pyret(self) -> Any:
        """What the job returned that ``working`` told of."""
        result = self._native_pyret()
        return result.result if isinstance(result, Job) else result

    def retval(self) -> float:
        """The same, a number."""
        result = self.pyret()
        return float(result) if isinstance(result, int | float) else 0.0

    def context(self, function: Any, *arguments: Any) -> float:
        """Call a function in all processes but this one."""
        if not callable(function):
            return self._native_context(function, *arguments)
        return 1.0

    def py_alltoall(self, values: list[Any], size: int = 0) -> list[Any]:
        """Send ``values[i]`` to process ``i``."""
        if not isinstance(values, list):
            raise WrongType(f"ParallelContext.py_alltoall: needs a list (got {values!r})")
        if len(values) != self.nhost():
            raise InputError(
                f"ParallelContext.py_alltoall: the list has the wrong size (got {len(values)}); "
                f"allowed: {self.nhost()}, one value for each process"
            )
        return list(values)

    def py_gather(self, value: Any, root: int = 0) -> list[Any] | None:
        """Collect one value of each process at ``root``."""
        return [value]

    def py_allgather(self, value: Any) -> list[Any]:
        """Collect one value of each process."""
        return [value]

    def py_broadcast(self, value: Any, root: int = 0) -> Any:
        """Send a value from a process to all."""
        return value

    def py_scatter(self, values: list[Any], root: int = 0) -> Any:
        """Send ``values[i]`` from ``root`` to process ``i``."""
        if not isinstance(values, list) or len(values) != self.nhost():
            raise WrongType(
                f"ParallelContext.py_scatter: needs a list with one value for each process (got {values!r})"
            )
        return values[0]
