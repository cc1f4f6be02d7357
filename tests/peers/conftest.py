# SPDX-License-Identifier: BSD-3-Clause
"""The environment of the peers: hnn-core as published, on the shim; a skip where the package index is out of reach."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(ROOT / "tools"))

import hnn_environment  # noqa: E402


@pytest.fixture(scope="session")
def hnn_python():
    """Python of the environment with hnn-core on the shim."""
    build = Path(os.environ.get("RANVIER_BUILD", ROOT / "build" / "release"))
    try:
        return hnn_environment.python_of(build)
    except (RuntimeError, subprocess.CalledProcessError) as error:
        text = str(error)
        unreachable = (
            "Could not find a version",
            "Failed to establish",
            "Temporary failure",
            "NewConnectionError",
        )
        if any(sign in text for sign in unreachable):
            pytest.skip(f"the package index cannot be reached: {text.strip().splitlines()[-1]}")
        raise


@pytest.fixture(scope="session")
def in_hnn(hnn_python):
    """Runs Python in that environment; gives what it printed, and fails if it failed."""

    def run(*arguments, cwd=HERE, ok=True, timeout=600, **environment):
        settings = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
        settings |= {"PATH": f"{hnn_python.parent}:{settings['PATH']}", "MPLBACKEND": "Agg", **environment}
        done = subprocess.run(
            [str(hnn_python), *map(str, arguments)],
            cwd=cwd,
            env=settings,
            capture_output=True,
            text=True,
            timeout=timeout,
            check=False,
        )
        assert (done.returncode == 0) == ok, done.stdout[-4000:] + done.stderr[-4000:]
        return done.stdout

    return run
