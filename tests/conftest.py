# SPDX-License-Identifier: BSD-3-Clause
"""In a build without the LLVM or Clang module, tests that turn out to need it are skipped, with that reason."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

BUILD = os.environ.get("RANVIER_BUILD")
# Only a build tree says for certain which modules it was made without.
MISSING = [
    name
    for name in ("llvm", "clang")
    if BUILD and not (Path(BUILD) / "python" / "ranvier" / f"libranvier_{name}.so").exists()
]
SAYS_SO = re.compile(r"libranvier_(\w+)\.so: the \w+ module is not there")


def pytest_runtest_setup(item):
    """Tests of what the Clang module says of C."""
    if "clang" in MISSING and item.get_closest_marker("needs_clang"):
        pytest.skip("needs the clang module, which this build does not have")


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    """Turn a failure that names a module which this build lacks into a skip."""
    outcome = yield
    if not MISSING or call.excinfo is None:
        return
    report = outcome.get_result()
    found = SAYS_SO.search(str(report.longrepr))
    if report.failed and found and found[1] in MISSING:
        path, line, _ = item.location
        report.outcome = "skipped"
        report.longrepr = (path, line, f"needs the {found[1]} module, which this build does not have")
