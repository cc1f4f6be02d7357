# SPDX-License-Identifier: BSD-3-Clause
"""Python classes that derive from those of ``h``: the object is made in ``__new__``, so ``__init__`` is the user's own.

Between a builtin class and the first class of the user stands one that does this; the builtin classes themselves, which
are called in inner loops, stay as they are.
"""

from __future__ import annotations

import functools

from ranvier import _ext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def is_builtin(base: type) -> bool:
    """Whether this is a class of ``h`` itself."""
    return base is _ext.Vector or "_class_" in base.__dict__ or "mechanism_name" in base.__dict__


@functools.cache
def adapter(base: Any) -> type:
    """Give the class that stands between ``base`` and what derives from it."""

    def new(cls: Any, *args: Any, **keywords: Any) -> Any:
        made = base.__new__(cls)
        if cls.__init__ is not begin:  # the others are for the user's own
            keywords = {name: value for name, value in keywords.items() if name == "sec"}
        base.__init__(made, *args, **keywords)
        return made

    def begin(self: Any, *args: Any, **keywords: Any) -> None:
        """Nothing is left to do."""

    attributes = {
        "__new__": new,
        "__init__": begin,
        "__slots__": (),
        "__module__": base.__module__,
        "__doc__": base.__doc__,
        "_adapts_": True,
    }
    return type(base.__name__, (base,), attributes)


def derive(cls: Any, /, **_: Any) -> None:
    """Put the class between where it is needed."""
    if "_adapts_" in cls.__dict__:
        return
    bases = tuple(adapter(base) if is_builtin(base) else base for base in cls.__bases__)
    if bases != cls.__bases__:
        cls.__bases__ = bases


for kind in (_ext.Vector, _ext.HocObject, _ext.PointProcess):
    kind.__init_subclass__ = classmethod(derive)  # type: ignore[assignment]
