# SPDX-License-Identifier: BSD-3-Clause
"""Networks from arrays: many point processes, many connections."""

from __future__ import annotations

from ranvier import _ext
from ranvier._ext import InputError, Segment, WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any

    from numpy.typing import ArrayLike, NDArray


class Points:
    """Point processes or artificial cells of one class; a variable is an attribute that holds all their values.

    ``points[3]`` is one of them, ``points[[0, 2, 2]]`` and ``points[1:5]`` are some.
    """

    def __init__(self, objects: Iterable[_ext.PointProcess], indices: ArrayLike | None = None) -> None:
        import numpy as np

        own = self.__dict__
        own["_objects"] = objects if isinstance(objects, list) else list(objects)
        own["_indices"] = (
            np.arange(len(own["_objects"])) if indices is None else np.asarray(indices, dtype=np.int64)
        )

    def __len__(self) -> int:
        return len(self._indices)

    def __iter__(self) -> Iterator[_ext.PointProcess]:
        return (self._objects[i] for i in self._indices)

    def __getitem__(self, which: Any) -> Any:
        picked = self._indices[which]
        return Points(self._objects, picked) if getattr(picked, "ndim", 0) else self._objects[picked]

    def __getattr__(self, name: str) -> NDArray[Any]:
        if name.startswith("__"):
            raise AttributeError(name)
        import numpy as np

        return np.array([getattr(point, name) for point in self])

    def __setattr__(self, name: str, values: ArrayLike) -> None:
        import numpy as np

        every = np.broadcast_to(np.asarray(values, dtype=float), (len(self),))
        for point, value in zip(self, every.tolist(), strict=True):
            setattr(point, name, value)

    def __repr__(self) -> str:
        return f"<{len(self)} Points>"


class Connections:
    """Many NetCons; they go with this object. ``weights`` and ``delays`` [ms] are arrays, or one number for all."""

    def __init__(self, made: _ext.Connections) -> None:
        self._made = made

    def __len__(self) -> int:
        return len(self._made)

    @property
    def weights(self) -> NDArray[Any]:
        """First weight of each; the unit is the target's."""
        return self._made._weights()

    @weights.setter
    def weights(self, values: ArrayLike) -> None:
        self._made._set_weights(floats(values))

    @property
    def delays(self) -> NDArray[Any]:
        """[ms]"""
        return self._made._delays()

    @delays.setter
    def delays(self, values: ArrayLike) -> None:
        self._made._set_delays(floats(values))


def floats(values: ArrayLike) -> NDArray[Any]:
    """One number or a list of them as an array."""
    import numpy as np

    return np.atleast_1d(np.ascontiguousarray(values, dtype=np.float64)).reshape(-1)


def population(objects: Any, what: str) -> tuple[list[Any], NDArray[Any]]:
    """The different objects of a sequence, and which of them stands where."""
    import numpy as np

    if isinstance(objects, Points):
        own: dict[str, Any] = vars(objects)
        return own["_objects"], np.ascontiguousarray(own["_indices"])
    if isinstance(objects, str) or not hasattr(objects, "__iter__"):
        raise WrongType(f"connect: the {what} are a sequence (got {objects!r}); allowed: a list, or Points")
    known: dict[int, int] = {}
    different: list[Any] = []
    indices = []
    for thing in objects:
        index = known.setdefault(id(thing), len(different))
        if index == len(different):
            different.append(thing)
        indices.append(index)
    return different, np.array(indices, dtype=np.int64)


def world_of(things: Sequence[Any]) -> Any:
    """The world of the first thing that tells."""
    for thing in things:
        world = getattr(type(thing), "_world_", None)
        if world is not None:
            return world
    raise InputError("connect: none of the targets is a point process")


def connect(
    sources: Any,
    targets: Any,
    weights: ArrayLike = 0.0,
    delays: ArrayLike = 1.0,
    threshold: float | None = None,
) -> Connections:
    """Connect ``sources[i]`` with ``targets[i]``, for all i.

    Parameters
    ----------
    sources : Points, or sequence of PointProcess, Segment or Ref
        A segment stands for its v.
    targets : Points, or sequence of PointProcess
    weights, delays : float or array of float
        One for all, or one each. Delays in ms.
    threshold : float, optional
        Of all sources that watch a number [mV].

    Returns
    -------
    Connections
        They live as long as this object.
    """
    from_objects, from_indices = population(sources, "sources")
    to_objects, to_indices = population(targets, "targets")
    from_objects = [source._ref_v if isinstance(source, Segment) else source for source in from_objects]
    world = world_of(to_objects)
    made = _ext._connect(
        world, from_objects, from_indices, to_objects, to_indices, floats(weights), floats(delays)
    )
    connections = Connections(made)
    if threshold is not None:
        for source in from_objects:
            world.h.NetCon(source, None).threshold = threshold
    return connections


def points(kind: Any, where: int | Iterable[Segment], **values: ArrayLike) -> Points:
    """Make many point processes or artificial cells of one class.

    Parameters
    ----------
    kind : class
        ``h.IntFire1``, ``h.ExpSyn``, ...
    where : int or sequence of Segment
        How many artificial cells, or where the point processes stand.
    **values : float or array of float
        Variables, one value for all or one each.
    """
    if isinstance(where, int):
        if where < 0:
            raise InputError(f"points: the number of points is out of range (got {where}); allowed: >= 0")
        made = Points([kind() for _ in range(where)])
    else:
        made = Points([kind(segment) for segment in where])
    for name, array in values.items():
        setattr(made, name, array)
    return made
