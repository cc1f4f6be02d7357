# SPDX-License-Identifier: BSD-3-Clause
"""The counting of `make test`: nothing that failed, vanished or was skipped is counted as passed."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture(scope="module")
def runner(project_root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("run_tests", project_root / "tools/run_tests.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    import sys

    sys.modules["run_tests"] = module
    spec.loader.exec_module(module)
    return module


CTEST = """<testsuite>
 <testcase name="a" status="run"/>
 <testcase name="b" status="fail"><failure message=""/><system-out>wrong sum</system-out></testcase>
 <testcase name="c" status="notrun"><skipped message="SKIP_REGULAR_EXPRESSION_MATCHED"/>
  <system-out>test.cpp:3: Skipped
this CPU has no AVX2

[  SKIPPED ] X.C (0 ms)</system-out></testcase>
 <testcase name="d" status="notrun"><skipped message="Unable to find executable: d"/></testcase>
 <testcase name="e" status="disabled"><skipped message="Disabled"/></testcase>
</testsuite>"""

PYTEST = """<testsuites><testsuite>
 <testcase classname="t" name="a"/>
 <testcase classname="t" name="b"><failure message="assert 0">E assert 0</failure></testcase>
 <testcase classname="t" name="c"><error message="collection failure">ImportError</error></testcase>
 <testcase classname="t" name="d"><skipped message="no MPI here"/></testcase>
</testsuite></testsuites>"""


def test_ctest_report(runner: ModuleType, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(CTEST)
    outcome = runner.read_ctest(report, "x")
    assert outcome.line() == "1 passed, 2 failed, 2 skipped"
    assert outcome.skipped[0] == ("x: c", "this CPU has no AVX2")
    assert "wrong sum" in outcome.failed[0][1]


def test_pytest_report(runner: ModuleType, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_text(PYTEST)
    outcome = runner.read_pytest(report, "x")
    assert outcome.line() == "1 passed, 2 failed, 1 skipped"
    assert outcome.skipped == [("x: t.d", "no MPI here")]


def test_runner_that_crashes_is_a_failure(runner: ModuleType) -> None:
    assert (
        runner.checked(runner.Outcome(passed=3), 139, "x", {0, 1}).line() == "3 passed, 1 failed, 0 skipped"
    )
    assert runner.checked(runner.Outcome(passed=3), 1, "x", {0, 1}).line() == "3 passed, 1 failed, 0 skipped"
    assert runner.checked(runner.Outcome(passed=3), 0, "x", {0, 1}).line() == "3 passed, 0 failed, 0 skipped"


def test_nothing_run_is_a_failure(runner: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert runner.summarize(runner.Outcome(), 0) == 1
    assert runner.summarize(runner.Outcome(passed=1), 0) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "1 passed, 0 failed, 0 skipped"
