# SPDX-License-Identifier: BSD-3-Clause
"""What all Python tests share: the folder of the project, and a world of its own for each test that asks."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

# A program started in the background ignores Ctrl-C, and so would the tests of it.
signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="session")
def project_root() -> Path:
    """The folder of the source tree."""
    return ROOT


@pytest.fixture
def h():
    """The ``h`` of a fresh world, so that no test sees another's sections."""
    import ranvier

    return ranvier.World().h
