# SPDX-License-Identifier: BSD-3-Clause
"""``h.MechanismType``: the mechanisms that there are, as a list with one of them selected."""

from __future__ import annotations

from ranvier._classes import OfWorld
from ranvier._ext import IndexOutOfRange, InputError, WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ranvier._ext import Section


class MechanismType(OfWorld):
    """A list of the density mechanisms (0) or point processes and artificial cells (1) that there are."""

    def __init__(self, kind: int) -> None:
        super().__init__()
        if kind not in (0, 1):
            raise InputError(
                f"MechanismType: the kind is out of range (got {kind!r});"
                " allowed: 0 for density mechanisms, 1 for point processes"
            )
        self._is_point = bool(kind)
        self._selected = 0

    def _names(self) -> list[str]:
        return [name for name, kind in self._world_._mechanisms() if (kind == "point") == self._is_point]

    def count(self) -> int:
        """How many there are."""
        return len(self._names())

    def select(self, which: Any) -> float:
        """Select one by index or name; a name that is not there selects nothing."""
        names = self._names()
        if isinstance(which, str):
            self._selected = names.index(which) if which in names else -1
            return 0.0
        index = int(which)
        if not 0 <= index < len(names):
            raise IndexOutOfRange(
                f"{self!r}.select: the index is out of range (got {index}); allowed: 0 to {len(names) - 1}"
            )
        self._selected = index
        return 0.0

    def selected(self, name: Any = None) -> int:
        """Index of the one selected, -1 if none is; ``name`` is an ``h.ref("")`` that takes its name."""
        if name is not None:
            if not hasattr(name, "__setitem__"):
                raise WrongType(f'{self!r}.selected: needs h.ref("") (got {name!r})')
            name[0] = self._name()
        return self._selected

    def _name(self) -> str:
        names = self._names()
        return names[self._selected] if 0 <= self._selected < len(names) else ""

    def make(self, *arguments: Any, sec: Section | None = None) -> float:
        """Insert the selected density mechanism into a section: ``make(sec=section)``."""
        self._edit("insert", sec)
        return 0.0

    def remove(self, *arguments: Any, sec: Section | None = None) -> float:
        """Take the selected density mechanism out of a section: ``remove(sec=section)``."""
        self._edit("uninsert", sec)
        return 0.0

    def _edit(self, what: str, sec: Section | None) -> None:
        if self._is_point:
            raise InputError(f"{self!r}: point processes are made by their class: h.{self._name()}(segment)")
        getattr(self._world_.h._section(sec), what)(self._name())
