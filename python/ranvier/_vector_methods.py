# SPDX-License-Identifier: BSD-3-Clause
"""Methods of Vector that C in mechanisms installs (``install_vector_method``)."""

from __future__ import annotations

import weakref

from ranvier import _ext

TYPE_CHECKING = False  # typing's costs a tenth of the time of an import
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

#: Names that C has installed; a later world's method of the same name takes its place.
_installed: set[str] = set()


def installer(world: _ext.World) -> Callable[[str], None]:
    """Make what hears the names of methods as a world's C installs them."""
    known = weakref.ref(world)

    def install(name: str) -> None:
        if hasattr(_ext.Vector, name) and name not in _installed:
            return  # Vector's own

        def method(vector: _ext.Vector, *arguments: Any) -> float:
            owner = known()
            if owner is None:
                raise _ext.StateError(f"Vector.{name}: the world that installed this method is gone")
            return owner._call_vector_method(name, vector, arguments)

        method.__name__ = name
        method.__doc__ = "Installed by C in a mechanism."
        setattr(_ext.Vector, name, method)
        _installed.add(name)

    return install
