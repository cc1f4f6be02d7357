# SPDX-License-Identifier: BSD-3-Clause
"""What all Python tests share: the folder of the project, and a world of its own for each test that asks."""

from __future__ import annotations

import os
import signal
import threading
import time
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


def seconds_to_stop(run) -> float:
    """Seconds from SIGINT to the KeyboardInterrupt of something that does not end."""
    sent = []

    def interrupt():
        time.sleep(0.15)
        sent.append(time.perf_counter())
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    with pytest.raises(KeyboardInterrupt):
        run()
    stopped = time.perf_counter()
    thread.join()
    return stopped - sent[0]


@pytest.fixture
def stops_soon():
    """Whether Ctrl-C stops a run within 0.1 s: once in ten times, since other programs may have the machine."""
    return lambda run: any(seconds_to_stop(run) < 0.1 for _ in range(10))
