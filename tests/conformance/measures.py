# SPDX-License-Identifier: BSD-3-Clause
"""Quantities that a physiologist reads from a trace: peaks, crossings, widths, velocities, thresholds.

Each takes the arrays of ``build.run_spec``; a measure in the data is a list ``[function, arguments...]``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import build

Arrays = dict[str, np.ndarray]


def trace(arrays: Arrays, name: str) -> np.ndarray:
    return arrays[f"trace/{name}"]


def peak(arrays: Arrays, name: str) -> float:
    """Largest value."""
    return float(trace(arrays, name).max())


def lowest(arrays: Arrays, name: str) -> float:
    return float(trace(arrays, name).min())


def last(arrays: Arrays, name: str) -> float:
    return float(trace(arrays, name)[-1])


def first(arrays: Arrays, name: str) -> float:
    return float(trace(arrays, name)[0])


def count(arrays: Arrays, name: str) -> float:
    """Number of recorded points."""
    return float(trace(arrays, name).size)


def peak_time(arrays: Arrays, name: str) -> float:
    """Time [ms] of the largest value."""
    return float(trace(arrays, "t")[int(trace(arrays, name).argmax())])


def value_at(arrays: Arrays, name: str, time: float) -> float:
    """Value at the recorded time nearest to ``time`` [ms]."""
    return float(trace(arrays, name)[int(np.abs(trace(arrays, "t") - time).argmin())])


def spread(arrays: Arrays, name: str) -> float:
    """Largest minus smallest value."""
    return float(np.ptp(trace(arrays, name)))


def difference(arrays: Arrays, one: str, other: str) -> float:
    """Largest distance between two traces."""
    return float(np.abs(trace(arrays, one) - trace(arrays, other)).max())


def crossings_up(arrays: Arrays, name: str, level: float) -> np.ndarray:
    """Times [ms] of the upward crossings of ``level``, interpolated linearly."""
    t, v = trace(arrays, "t"), trace(arrays, name)
    at = np.flatnonzero((v[:-1] < level) & (v[1:] >= level))
    return t[at] + (t[at + 1] - t[at]) * (level - v[at]) / (v[at + 1] - v[at])


def crossing_count(arrays: Arrays, name: str, level: float) -> float:
    return float(crossings_up(arrays, name, level).size)


def first_crossing(arrays: Arrays, name: str, level: float) -> float:
    return float(crossings_up(arrays, name, level)[0])


def half_width(arrays: Arrays, name: str, base: float) -> float:
    """Width [ms] of the first spike at half height between ``base`` [mV] and its peak."""
    t, v = trace(arrays, "t"), trace(arrays, name)
    level = (base + v.max()) / 2
    rise = crossings_up(arrays, name, level)[0]
    down = np.flatnonzero((v[:-1] > level) & (v[1:] <= level) & (t[:-1] > rise))[0]
    fall = t[down] + (t[down + 1] - t[down]) * (level - v[down]) / (v[down + 1] - v[down])
    return float(fall - rise)


def velocity(arrays: Arrays, one: str, other: str, distance_um: float) -> float:
    """Conduction velocity [m/s] between two places, from the first upward crossings of 0 mV."""
    delay = first_crossing(arrays, other, 0.0) - first_crossing(arrays, one, 0.0)
    return distance_um * 1e-3 / delay


def evaluate(arrays: Arrays, measure: list[Any]) -> float:
    """Value of a measure given as ``[function, arguments...]``."""
    return float(globals()[measure[0]](arrays, *measure[1:]))


def threshold(fires: Callable[[float], bool], low: float, high: float, width: float) -> float:
    """Middle of the last interval of a bisection; ``fires(low)`` is false and ``fires(high)`` true.

    The points visited are a function of the arguments alone, so two simulators that agree on each of them give
    exactly the same number.
    """
    if fires(low) or not fires(high):
        raise ValueError(f"no threshold between {low} and {high}")
    while abs(high - low) > width:
        middle = (low + high) / 2
        if fires(middle):
            high = middle
        else:
            low = middle
    return (low + high) / 2


def find_threshold(h: Any, case: dict[str, Any]) -> float:
    """Smallest amplitude of the first point process that drives a trace above a level."""
    search = case["search"]
    model = build.Model(h, case["spec"])

    def fires(amp: float) -> bool:
        model.points[0].amp = amp
        model.do_call("run")
        return bool(model.traces[search["trace"]].max() > search["level"])

    return threshold(fires, search["low"], search["high"], search["width"])
