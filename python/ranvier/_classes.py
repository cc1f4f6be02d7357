# SPDX-License-Identifier: BSD-3-Clause
"""What Python adds to the classes that are declared for all languages."""

from __future__ import annotations

from ranvier._ext import HocRef

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def extended(made: type) -> type:
    """Give a builtin class the methods that are written in Python; those that they stand for are ``_native_NAME``."""
    if made.__name__ != "ParallelContext":
        return made
    from ranvier import _parallel  # few scripts need it

    methods: dict[str, Any] = {
        name: value for name, value in vars(_parallel.Methods).items() if callable(value)
    }
    kept = {f"_native_{name}": getattr(made, name) for name in methods if hasattr(made, name)}
    return type(
        made.__name__,
        (made,),
        {
            **methods,
            **kept,
            "__slots__": (),
            "__module__": made.__module__,
            "__doc__": made.__doc__,
            "_class_": made._class_,  # type: ignore[attr-defined]
            "_adapts_": True,  # as the class itself: see _subclasses
        },
    )


__all__ = ["HocRef", "extended"]
