# SPDX-License-Identifier: BSD-3-Clause
"""hnn-core's own tests: what passes on NEURON 8.2.7 (data/hnn_core_tests.txt) passes here.

Left out: what needs MPI (``uses_mpi``), and the graphical interface, whose packages are not in the environment. On
NEURON eleven tests want files that the source package does not bring, six fetch files from the network and one fails.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from xml.etree import ElementTree

import pytest
from test_hnn_examples import sources  # noqa: F401 - a fixture

pytestmark = [pytest.mark.peers, pytest.mark.timeout(5400)]

DATA = Path(__file__).parent / "data"
# Name -> cause.
EXCEPTIONS: dict[str, str] = {}
# Whether these pass depends on the machine; name -> why.
NOT_JUDGED = {
    "test_batch_simulate::test_parallel_execution": "two processes must be faster than one: on NEURON four batches "
    "take long, here they take about as long as a process needs to start",
}


def passed_in(report):
    names = set()
    for case in ElementTree.parse(report).iter("testcase"):
        if not any(case.find(kind) is not None for kind in ("failure", "error", "skipped")):
            names.add(f"{case.get('classname')}::{case.get('name')}")
    return names


def test_hnn_core_tests(sources, hnn_python, in_hnn, tmp_path):  # noqa: F811
    tests = tmp_path / "tests"
    shutil.copytree(sources / "hnn_core" / "tests", tests)
    shutil.copytree(sources / "hnn_core" / "param", tmp_path / "param")
    report = tmp_path / "report.xml"
    arguments = ["-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "ignore", "-m", "not uses_mpi"]
    arguments += ["--ignore=test_gui.py", f"--junitxml={report}"]
    # Whether pytest is content does not matter: some tests fail on NEURON as well.
    in_hnn("-c", f"import pytest; pytest.main({arguments[2:]!r} + ['.'])", cwd=tests, timeout=5000)
    passed = passed_in(report)
    expected = set(DATA.joinpath("hnn_core_tests.txt").read_text().splitlines())
    assert expected
    missing = sorted(expected - passed - set(EXCEPTIONS) - set(NOT_JUDGED))
    assert missing == []
    assert not passed & set(EXCEPTIONS), "an exception that passes is none"
