# SPDX-License-Identifier: BSD-3-Clause
"""What a hoc program declared, as Python sees it: arrays, procedures, templates and their objects."""

from __future__ import annotations

from ranvier import _ext
from ranvier._ext import IndexOutOfRange, InputError, LookupFailure, WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from ranvier._world import World


def fitting_arguments(function: Callable[..., Any], given: list[Any]) -> list[Any] | None:
    """What a function of ours takes of the arguments that hoc gave: hoc's functions leave surplus ones unread.

    None if the number of arguments is right. Too few are an error that says so.
    """
    import inspect

    try:
        parameters = inspect.signature(function).parameters.values()
    except (TypeError, ValueError):
        return None
    if any(p.kind is inspect.Parameter.VAR_POSITIONAL for p in parameters):
        return None
    kinds = (inspect.Parameter.POSITIONAL_ONLY, inspect.Parameter.POSITIONAL_OR_KEYWORD)
    taken = [p for p in parameters if p.kind in kinds and p.name != "sec"]  # which hoc says otherwise
    needed = [p.name for p in taken if p.default is p.empty]
    if len(given) < len(needed):
        name = getattr(function, "__name__", "a function")
        raise InputError(f"{name}: has not enough arguments (got {len(given)}); needs {', '.join(needed)}")
    return given[: len(taken)] if len(given) > len(taken) else None


class HocArray:
    """An array of hoc: ``h.x[3]``, ``h.m[1][2]``, ``h.dend[0]``; of an object ``cell.dend[0]``."""

    def __init__(
        self,
        name: str,
        dimensions: list[int],
        get: Callable[..., Any],
        put: Callable[..., None],
        at: tuple[int, ...] = (),
    ) -> None:
        self._name, self._dimensions, self._get, self._put, self._at = name, dimensions, get, put, at

    def _index(self, i: Any) -> tuple[int, ...]:
        count = self._dimensions[len(self._at)]
        if not isinstance(i, int):
            raise WrongType(f"{self!r}: an index is a whole number (got {i!r})")
        if not -count <= i < count:
            raise IndexOutOfRange(f"{self!r}: the index is out of range (got {i}); allowed: 0 to {count - 1}")
        return (*self._at, i % count)

    def __len__(self) -> int:
        return self._dimensions[len(self._at)]

    def __getitem__(self, i: Any) -> Any:
        at = self._index(i)
        if len(at) < len(self._dimensions):
            return HocArray(self._name, self._dimensions, self._get, self._put, at)
        return self._get(*at)

    def __setitem__(self, i: Any, value: Any) -> None:
        at = self._index(i)
        if len(at) < len(self._dimensions):
            raise WrongType(f"{self!r}: needs {len(self._dimensions)} indices")
        self._put(value, *at)

    def __iter__(self) -> Iterator[Any]:
        return (self[i] for i in range(len(self)))

    def __repr__(self) -> str:
        return (
            self._name + "".join(f"[{i}]" for i in self._at) + "[?]" * (len(self._dimensions) - len(self._at))
        )


class HocFunction:
    """A procedure or function of a hoc program; ``sec=`` is the current section while it runs."""

    def __init__(self, world: World, name: str, call: Callable[..., Any]) -> None:
        self._world, self._call, self.__name__ = world, call, name

    @property
    def __doc__(self) -> str:  # type: ignore[override]
        """What it takes and does, as far as that is known: of the language's own functions."""
        from ranvier.doc import describe

        return (
            describe(self.__name__)
            or f"{self.__name__}(...) of a hoc program; sec= names the current section"
        )

    def __call__(self, *arguments: Any, sec: Any = None) -> Any:
        if sec is None:
            result = self._call(*arguments)
        else:
            self._world._push_section(sec)
            try:
                result = self._call(*arguments)
            finally:
                self._world._pop_section()
        return 0.0 if result is None else result

    def __repr__(self) -> str:
        return f"{self.__name__}()"


class HocTemplate:
    """A template: ``h.Cell(...)`` makes an object, ``h.Cell[2]`` is the one of this number."""

    def __init__(self, world: World, name: str) -> None:
        self._world, self.__name__ = world, name

    def __call__(self, *arguments: Any) -> Any:
        return self._world._hoc_new(self.__name__, *arguments)

    def __getitem__(self, number: int) -> Any:
        found = self._world._hoc_instance(self.__name__, int(number))
        if found is None:
            raise IndexOutOfRange(f"h: there is no {self.__name__}[{number}]")
        return found

    def __len__(self) -> int:
        return len(self._world._hoc_instances(self.__name__))

    def __repr__(self) -> str:
        return f"<template {self.__name__}>"


class TemplateObject(_ext.HocObject):
    """An object of a template; its public names are attributes."""

    __slots__ = ()

    def __getattr__(self, name: str) -> Any:
        refers = name.startswith("_ref_")
        member = name[5:] if refers else name
        kind = None if member.startswith("__") else _ext._hoc_member_kind(self, member)
        if kind is None:
            raise LookupFailure(f"{self!r}: there is no public name {name!r}")
        if refers:
            return _ext._hoc_member_place(self, member)
        if kind == "method":
            return HocFunction(
                _ext._world_of(self),
                f"{self!r}.{name}",
                lambda *arguments: _ext._hoc_member_call(self, name, *arguments),
            )
        if kind.endswith("s"):
            return HocArray(
                f"{self!r}.{name}",
                _ext._hoc_member_dimensions(self, name),
                lambda *at: _ext._hoc_member_get(self, name, *at),
                lambda value, *at: _ext._hoc_member_set(self, name, value, *at),
            )
        return _ext._hoc_member_get(self, name)

    def __setattr__(self, name: str, value: Any) -> None:
        kind = _ext._hoc_member_kind(self, name)
        if kind is None:
            raise LookupFailure(f"{self!r}: there is no public name {name!r}")
        if kind not in ("number", "object", "text"):
            raise WrongType(f"{self!r}.{name}: cannot be assigned")
        _ext._hoc_member_set(self, name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *_ext._hoc_member_names(self)})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TemplateObject) and self.same(other)

    def __hash__(self) -> int:
        return hash(repr(self))


def value_of(world: World, name: str, kind: str) -> Any:
    """What ``h.name`` is, for a name of a hoc program."""
    if kind in ("procedure", "function", "object_function"):
        return HocFunction(world, name, lambda *arguments: world._hoc_call(name, *arguments))
    if kind == "template":
        return HocTemplate(world, name)
    if kind in ("numbers", "objects", "sections"):
        return HocArray(
            name,
            world._hoc_dimensions(name),
            lambda *at: world._hoc_get(name, *at),
            lambda value, *at: world._hoc_set(name, value, *at),
        )
    if kind == "iterator":
        raise WrongType(f"h.{name}: an iterator runs in hoc only")
    return world._hoc_get(name)
