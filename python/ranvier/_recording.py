# SPDX-License-Identifier: BSD-3-Clause
"""``ranvier.record``: many numbers of a run as one array, with their times and units."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from ranvier._world import World

_PATH = re.compile(r"^<Ref (.*) = \S+>$")


def _path_of(ref: object) -> str:
    found = _PATH.match(repr(ref))
    if not found:
        raise TypeError(f"a reference is needed, like section(0.5)._ref_v, not {ref!r}")
    return found[1]


def _unit_of(world: World, path: str) -> str:
    """Of ``soma(0.5).hh.m``, ``soma(0.5).v``, ``IClamp[0].amp``, ``t``."""
    path = re.sub(r"\[\d+\]$", "", path)  # of an array
    place, at, rest = path.rpartition(").")
    if at:
        mechanism, _, variable = rest.rpartition(".")
        name = f"{variable}_{mechanism}" if mechanism else variable
        return world._unit(name) or (world._unit(f"{mechanism}.{variable}") if mechanism else None) or ""
    return world._unit(re.sub(r"\[\d+\]", "", path)) or ""


class Recording:
    """What a run did to some numbers; grows while it runs, begins anew with ``finitialize``.

    Attributes
    ----------
    names : tuple of str
        The numbers as a user writes them: ``"soma(0.5).v"``.
    units : tuple of str
        Their units, ``""`` where there is none.
    """

    def __init__(self, world: World, refs: Iterable[object], dt: float | None = None) -> None:
        every = () if dt is None else (dt,)
        refs = list(refs)
        self.names: tuple[str, ...] = tuple(_path_of(ref) for ref in refs)
        self.units: tuple[str, ...] = tuple(_unit_of(world, name) for name in self.names)
        self._times = world.h.Vector().record(world.h._ref_t, *every)
        self._vectors = [world.h.Vector().record(ref, *every) for ref in refs]

    def __len__(self) -> int:
        """How many times there are."""
        return len(self._times)

    @property
    def times(self) -> Any:
        """ndarray, shape (n_times,), unit ms."""
        import numpy

        return numpy.array(self._times)

    @property
    def values(self) -> Any:
        """ndarray, shape (n_refs, n_times), each row in its unit of ``units``."""
        import numpy

        out = numpy.empty((len(self._vectors), len(self._times)))
        for row, vector in zip(out, self._vectors, strict=True):
            row[:] = vector
        return out

    def __repr__(self) -> str:
        return f"<Recording of {len(self.names)} numbers at {len(self)} times>"


def record(refs: Iterable[object], dt: float | None = None, world: World | None = None) -> Recording:
    """Record numbers from the next ``finitialize`` on.

    Parameters
    ----------
    refs : iterable of references
        ``[section(0.5)._ref_v, synapse._ref_g]``
    dt : float, optional, unit ms
        How often; by default at every step.
    world : World, optional
        The default world if none is given.

    Returns
    -------
    Recording
        With ``times`` (n_times,), ``values`` (n_refs, n_times), ``names`` and ``units``; it ends with this object.

    Examples
    --------
    >>> import ranvier
    >>> world = ranvier.World()
    >>> soma = world.h.Section(name="soma")
    >>> seen = ranvier.record([soma(0.5)._ref_v], dt=0.5, world=world)
    >>> _ = world.h.finitialize(-65)
    >>> _ = world.h.continuerun(2.1)
    >>> seen.times.tolist(), seen.values.shape, seen.units
    ([0.0, 0.5, 1.0, 1.5, 2.0], (1, 5), ('mV',))
    """
    if world is None:
        import ranvier

        world = ranvier._default_world
    return Recording(world, refs, dt)
