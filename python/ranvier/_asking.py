# SPDX-License-Identifier: BSD-3-Clause
"""What a world tells about itself: ``world.profile()``, ``world.memory()``, ``world.plan``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from ranvier import _ext

if TYPE_CHECKING:
    from ranvier._world import World

_WORDS = {
    "kernels": "kernels of mechanisms",
    "solver": "tree solver",
    "integrator": "integrator (CVODE)",
    "diffusion": "diffusion",
    "events": "events",
    "recording": "recording and playing",
    "functions": "functions of the program",
    "layout": "laying out and compiling",
    "initialization": "initialization",
    "stepping": "the rest of stepping",
    "threads": "threads that wait",
    "outside": "between runs",
}


def _table(rows: Sequence[tuple[str, ...]]) -> str:
    """First column to the left, the others to the right."""
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = [row[0].ljust(widths[0])] + [
            cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)
        ]
        lines.append("  ".join(cells).rstrip())
    return "\n".join(lines)


class KernelTime(NamedTuple):
    """What one kernel took."""

    operation: str
    mechanisms: tuple[str, ...]
    calls: int
    seconds: float


class Profile(Mapping[str, float]):
    """Seconds by what they went into; no moment is counted twice.

    As a mapping: ``"kernels"``, ``"solver"``, ``"integrator"``, ``"diffusion"``, ``"events"``, ``"recording"``,
    ``"functions"`` (of the program, called from inside runs), ``"layout"``, ``"initialization"``, ``"stepping"``,
    ``"threads"`` (that had nothing to do), ``"outside"`` (the program between runs). Where threads work side by side
    the seconds of all of them count, those that wait too.

    Attributes
    ----------
    kernels : tuple of KernelTime
        The longest first.
    inside : float, unit s
        What runs took by the clock.
    threads : int
        The most that worked at once.
    """

    def __init__(
        self,
        seconds: dict[str, float],
        kernels: list[tuple[str, list[str], int, float]],
        inside: float,
        outside: float,
        threads: int,
    ) -> None:
        known = {**seconds, "outside": outside}
        self._seconds = {name: known[name] for name in _WORDS}
        self.kernels: tuple[KernelTime, ...] = tuple(
            KernelTime(operation, tuple(mechanisms), calls, time)
            for operation, mechanisms, calls, time in kernels
        )
        self.inside: float = inside
        self.threads: int = threads

    def __getitem__(self, name: str) -> float:
        return self._seconds[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._seconds)

    def __len__(self) -> int:
        return len(self._seconds)

    def __repr__(self) -> str:
        total = sum(self._seconds.values())
        rows = [("", "seconds", "%", "calls")]

        def add(name: str, time: float, calls: str = "") -> None:
            rows.append((name, f"{time:.4f}", f"{100 * time / total:.1f}" if total else "", calls))

        for name, time in self._seconds.items():
            if time == 0 and name != "kernels":
                continue
            add(_WORDS[name], time)
            if name == "kernels":
                for kernel in self.kernels:
                    add(
                        f"  {kernel.operation}: {', '.join(kernel.mechanisms)}",
                        kernel.seconds,
                        str(kernel.calls),
                    )
        add("all" if self.threads == 1 else f"all of {self.threads} threads", total)
        return _table(rows)


def profile(world: World, on: bool | None) -> Profile | None:
    """See ``World.profile``."""
    if on is not None:
        _ext._set_profile(world, bool(on))
    found = _ext._profile(world)
    return None if found is None else Profile(*found)


@dataclass(frozen=True)
class MemoryPart:
    """The memory of one kind of thing."""

    kind: str
    name: str
    bytes: int
    count: int
    columns: dict[str, int]


def _size(count: int) -> str:
    size = float(count)
    for unit in ("B", "kB", "MB"):
        if size < 10000:
            return f"{size:.0f} {unit}" if unit == "B" else f"{size:.1f} {unit}"
        size /= 1024
    return f"{size:.1f} GB"


class Memory(Mapping[str, int]):
    """Bytes by what holds them: ``memory["mechanism hh"]``, ``memory["tree"]``, ``memory["connections"]``.

    Attributes
    ----------
    parts : tuple of MemoryPart
        ``columns`` are the arrays of a table: one number a row (rows are padded to whole vectors), or one number in all
        where all rows have the same.
    total : int, unit B
    """

    def __init__(self, parts: list[tuple[str, str, int, int, list[tuple[str, int]]]]) -> None:
        self.parts: tuple[MemoryPart, ...] = tuple(
            MemoryPart(kind, name, size, count, dict(columns)) for kind, name, size, count, columns in parts
        )
        self._bytes = {f"{part.kind} {part.name}".strip(): part.bytes for part in self.parts}
        self.total: int = sum(self._bytes.values())

    def __getitem__(self, name: str) -> int:
        return self._bytes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._bytes)

    def __len__(self) -> int:
        return len(self._bytes)

    def __repr__(self) -> str:
        rows = [("", "bytes", "", "count")]
        order = sorted(zip(self._bytes, self.parts, strict=True), key=lambda item: -item[1].bytes)
        for name, part in order:
            rows.append((name, str(part.bytes), _size(part.bytes), str(part.count) if part.count else ""))
        rows.append(("all", str(self.total), _size(self.total), ""))
        return _table(rows)


class Plan:
    """What the present model compiles to."""

    def __init__(self, world: World) -> None:
        self._world = world

    def describe(self) -> str:
        """Tell what a step does, kernel by kernel: what goes together, and why something does not.

        Returns
        -------
        str
            For readers; its form may change.
        """
        return _ext._describe_step(self._world)

    def __repr__(self) -> str:
        return self.describe()
