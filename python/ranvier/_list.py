# SPDX-License-Identifier: BSD-3-Clause
"""List: objects in an order, or all living objects of a class."""

from __future__ import annotations

from ranvier import _ext
from ranvier._classes import OfWorld
from ranvier._ext import IndexOutOfRange, InputError, WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


class List(OfWorld):
    """Objects in an order.

    Parameters
    ----------
    template : str, optional
        Name of a class (``"NetCon"``, ``"ExpSyn"``): the list is of all its living objects, and cannot be changed.
    """

    def __init__(self, template: str | None = None) -> None:
        super().__init__()
        if template is not None and not isinstance(template, str):
            raise WrongType(f"List: needs the name of a class (got {template!r})")
        self._template = template
        self._items: list[Any] = []
        if template is not None:
            getattr(self._world_.h, template)  # an unknown name is an error now

    def _all(self) -> list[Any]:
        if self._template is None:
            return self._items
        if self._template == "NetCon":
            return _ext._netcons(self._world_)
        return _ext._points(self._world_, self._template)

    def _own(self) -> list[Any]:
        if self._template is not None:
            raise InputError(f"{self!r}: a list of all {self._template} cannot be changed")
        return self._items

    def _index(self, index: Any) -> int:
        count = len(self._all())
        number = int(index)
        if not 0 <= number < count:
            raise IndexOutOfRange(
                f"{self!r}: the index is out of range (got {index!r}); allowed: 0 <= index < {count}"
            )
        return number

    def append(self, item: Any) -> float:
        """Add an object at the end; returns how many there are."""
        self._check(item)
        self._own().append(item)
        return float(len(self._items))

    def prepend(self, item: Any) -> float:
        """Add an object at the beginning; returns how many there are."""
        self._check(item)
        self._own().insert(0, item)
        return float(len(self._items))

    def insrt(self, index: int, item: Any) -> float:
        """Add an object before another; returns how many there are."""
        self._check(item)
        self._own().insert(int(index), item)
        return float(len(self._items))

    def _check(self, item: Any) -> None:
        if isinstance(item, int | float | str):
            raise WrongType(f"{self!r}: a List holds objects, not numbers or strings (got {item!r})")

    def remove(self, index: int) -> float:
        """Take the object at an index out."""
        own = self._own()
        del own[self._index(index)]
        return 0.0

    def remove_all(self) -> float:
        """Take all out."""
        self._own().clear()
        return 0.0

    def count(self) -> int:
        """How many there are."""
        return len(self._all())

    def index(self, item: Any) -> int:
        """Where an object is; -1 if it is not there."""
        return next((i for i, known in enumerate(self._all()) if known is item or known == item), -1)

    def object(self, index: int) -> Any:
        """The object at an index."""
        return self._all()[self._index(index)]

    o = object

    def __getitem__(self, index: int) -> Any:
        return self.object(index)

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Any]:
        return iter(list(self._all()))

    def __contains__(self, item: Any) -> bool:
        return self.index(item) >= 0
