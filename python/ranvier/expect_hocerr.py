# SPDX-License-Identifier: BSD-3-Clause
"""For tests: what must go wrong, does it?"""

from __future__ import annotations

import inspect

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: Whether the messages of errors that were expected are kept back.
quiet = True


def set_quiet(flag: bool) -> bool:
    """Keep messages of expected errors back, or print them; returns what held."""
    global quiet
    before, quiet = quiet, bool(flag)
    return before


def tell(error: Exception) -> None:
    """Print an error, unless quiet."""
    if not quiet:
        print(f"{type(error).__name__}: {error}")


def expect_hocerr(callable: Callable[..., Any], args: Any, sec: Any = None) -> None:
    """Call with a tuple of arguments; an AssertionError if that raises nothing."""
    keywords = {} if sec is None else {"sec": sec}
    given = args if isinstance(args, tuple) else (args,)
    try:
        callable(*given, **keywords)
    except Exception as error:
        tell(error)
        return
    raise AssertionError(f"expected an error of {callable!r}")


def expect_err(stmt: str) -> None:
    """Run a statement in the caller's names; an AssertionError if that raises nothing."""
    frame = inspect.currentframe()
    caller = frame.f_back if frame is not None else None
    names = caller if caller is not None else frame
    assert names is not None
    try:
        exec(stmt, names.f_globals, names.f_locals)
    except Exception as error:
        tell(error)
        return
    raise AssertionError(f"expected an error of {stmt!r}")
