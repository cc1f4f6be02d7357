# SPDX-License-Identifier: BSD-3-Clause
"""The comparison itself: what it lets pass and what it does not."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

import golden
import measures
import semantics

CASE = {"voltages": ["trace/v"], "tolerance": {"trace/i": 1e-3}}
WANT = np.array([-65.0, 40.0, 12.5])


def differs(name: str, change: float, exact: bool = False) -> bool:
    got = WANT + np.array([0.0, change, 0.0])
    return golden.disagreement(name, WANT, got, CASE, exact) is not None


@pytest.mark.parametrize(
    ("name", "passes", "fails"),
    [
        ("trace/v", 0.99e-7, 1.01e-7),
        ("v", -0.99e-7, -1.01e-7),
        ("trace/i", 0.99e-3, 1.01e-3),
        ("trace/m", 60e-10, 70e-10),
        ("geometry/area", 3e-11, 5e-11),
        ("times/spikes", 0.0, 1e-14),
        ("trace/t", 0.0, -1e-14),
    ],
)
def test_tolerance_is_what_it_says(name: str, passes: float, fails: float) -> None:
    assert not differs(name, passes)
    assert differs(name, fails)


def test_exact_means_bits() -> None:
    assert not differs("trace/v", 0.0, exact=True)
    assert differs("trace/v", 1e-14, exact=True)


@pytest.mark.parametrize("name", ["trace/v", "trace/m", "geometry/ri", "times/spikes"])
def test_nan_and_missing_values_differ(name: str) -> None:
    assert differs(name, float("nan"))
    assert golden.disagreement(name, WANT, WANT[:2], CASE, False)


def test_a_bool_is_no_number_and_our_exceptions_may_be_wider() -> None:
    assert semantics.same([1, 2.0], [1.0, 2])
    assert not semantics.same(True, 1)
    assert not semantics.same(1.0, 1.0 + 1e-8)
    assert not semantics.same([1], [1, 2])
    assert not semantics.same(None, {"raises": ["ValueError"]})
    assert semantics.same(
        {"raises": ["ValueError", "Exception"]}, {"raises": ["RuntimeError", "ValueError", "Exception"]}
    )
    assert not semantics.same(
        {"raises": ["ValueError", "Exception"]}, {"raises": ["RuntimeError", "Exception"]}
    )


def test_measures_of_a_triangle() -> None:
    arrays = {"trace/t": np.array([0.0, 1, 2, 3, 4]), "trace/v": np.array([-65.0, -15, 35, -15, -65])}
    assert measures.peak(arrays, "v") == 35
    assert measures.peak_time(arrays, "v") == 2
    assert measures.half_width(arrays, "v", -65) == pytest.approx(2.0)
    assert list(measures.crossings_up(arrays, "v", 0)) == pytest.approx([1.3])


def test_threshold_brackets_the_limit() -> None:
    assert measures.threshold(lambda x: x >= 1.25, 0, 4, 1e-3) == pytest.approx(1.25, abs=1e-3)
    assert measures.threshold(lambda x: x <= -1.25, 0, -4, 1e-3) == pytest.approx(-1.25, abs=1e-3)
    with pytest.raises(ValueError, match="no threshold"):
        measures.threshold(lambda x: True, 0, 4, 1e-3)
