# SPDX-License-Identifier: BSD-3-Clause
"""Run ctest and pytest on build trees and count both: the last line is ``N passed, N failed, N skipped``.

Each skipped test is listed with its reason and each failed one with its message; the exit status is 1 if
anything failed, if a runner stopped without saying why, or if nothing ran.

    run_tests.py --ctest build/release --pytest build/release --ctest build/asan
    run_tests.py --pytest build/release --pytest build/no-llvm="-m 'not peers'"
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

ROOT = Path(__file__).resolve().parent.parent


@dataclass
class Outcome:
    """What one or more runs gave; `failed` and `skipped` hold (name, why)."""

    passed: int = 0
    failed: list[tuple[str, str]] = field(default_factory=list)
    skipped: list[tuple[str, str]] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        self.passed += other.passed
        self.failed += other.failed
        self.skipped += other.skipped

    @property
    def ran(self) -> int:
        return self.passed + len(self.failed)

    def line(self) -> str:
        return f"{self.passed} passed, {len(self.failed)} failed, {len(self.skipped)} skipped"


def gtest_skip_reason(output: str) -> str:
    """The text after "file:line: Skipped" in a GoogleTest's output."""
    found = re.search(r": Skipped\n(.+?)(?:\n\s*\n|\n\[|\Z)", output, re.S)
    return " ".join(found[1].split()) if found else ""


def read_ctest(report: Path, label: str) -> Outcome:
    """Count the tests of a ctest JUnit file."""
    outcome = Outcome()
    for case in ElementTree.parse(report).iter("testcase"):
        name = f"{label}: {case.get('name')}"
        output = case.findtext("system-out") or ""
        status = case.get("status")
        if status == "run":
            outcome.passed += 1
        elif status == "fail":
            failure = case.find("failure")
            message = (failure.get("message") if failure is not None else "") or "failed"
            outcome.failed.append((name, f"{message}\n{output.strip()}"))
        elif status == "disabled":
            outcome.skipped.append((name, "disabled in the source"))
        else:  # "notrun": skipped by itself, or its program is missing, which is a failure
            skipped = case.find("skipped")
            message = (skipped.get("message") if skipped is not None else "") or ""
            if "SKIP_" in message:
                outcome.skipped.append((name, gtest_skip_reason(output) or "no reason given"))
            else:
                outcome.failed.append((name, message or "did not run"))
    return outcome


def read_pytest(report: Path, label: str) -> Outcome:
    """Count the tests of a pytest JUnit file."""
    outcome = Outcome()
    for case in ElementTree.parse(report).iter("testcase"):
        where = ".".join(part for part in (case.get("classname"), case.get("name")) if part)
        name = f"{label}: {where}"
        problems = [*case.findall("failure"), *case.findall("error")]
        skipped = case.find("skipped")
        if problems:
            text = "\n".join((p.text or p.get("message") or "failed").strip() for p in problems)
            outcome.failed.append((name, text))
        elif skipped is not None:
            outcome.skipped.append((name, skipped.get("message") or "no reason given"))
        else:
            outcome.passed += 1
    return outcome


def checked(outcome: Outcome, status: int, label: str, normal: set[int]) -> Outcome:
    """A runner that ended badly although it reports no failure is a failure too."""
    if status not in normal or (status != 0 and not outcome.failed):
        outcome.failed.append((label, f"the test runner ended with status {status}"))
    return outcome


def fresh(report: Path) -> Path:
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    return report


def run_ctest(build: Path, extra: list[str]) -> Outcome:
    label = f"ctest {build.name}"
    report = fresh(build.resolve() / "ctest.xml")
    command = [
        "ctest",
        "--test-dir",
        str(build),
        "--output-junit",
        str(report),
        "--output-on-failure",
        "--progress",
    ]
    status = subprocess.call([*command, "-j", str(os.cpu_count() or 1), "--no-tests=error", *extra], cwd=ROOT)
    outcome = read_ctest(report, label) if report.exists() else Outcome()
    return checked(outcome, status, label, {0, 8})  # 8: some tests failed


def run_pytest(build: Path, extra: list[str]) -> Outcome:
    label = f"pytest {build.name}"
    report = fresh(build.resolve() / "pytest.xml")
    path = os.pathsep.join(filter(None, [str(build.resolve() / "python"), os.environ.get("PYTHONPATH")]))
    command = [sys.executable, "-m", "pytest", "--quiet", f"--junitxml={report}", *extra]
    environment = {**os.environ, "PYTHONPATH": path, "RANVIER_BUILD": str(build.resolve())}
    status = subprocess.call(command, cwd=ROOT, env=environment)
    outcome = read_pytest(report, label) if report.exists() else Outcome()
    return checked(outcome, status, label, {0, 1})  # 1: some tests failed


def build_and_arguments(text: str) -> tuple[Path, list[str]]:
    """``build/release="-m 'not slow'"``: a build tree and what its runner alone is given."""
    build, _, arguments = text.partition("=")
    return Path(build), shlex.split(arguments)


def summarize(outcome: Outcome, seconds: float) -> int:
    for name, reason in outcome.skipped:
        print(f"skipped  {name}: {reason}")
    for name, reason in outcome.failed:
        print(f"FAILED   {name}: {reason.splitlines()[0] if reason else ''}")
    if outcome.ran == 0:
        print("no test ran")
    print(f"{seconds:.0f} s")
    print(outcome.line())
    return 1 if outcome.failed or outcome.ran == 0 else 0


def main() -> int:
    formatter = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=formatter)
    for runner in ("--ctest", "--pytest"):
        parser.add_argument(
            runner, action="append", type=build_and_arguments, default=[], metavar="BUILD[=ARGS]"
        )
    parser.add_argument("--ctest-args", default="", help="passed on to ctest")
    parser.add_argument("--pytest-args", default="", help="passed on to pytest")
    options = parser.parse_args()
    started = time.monotonic()
    total = Outcome()
    for build, own in options.ctest:
        total.add(run_ctest(build, shlex.split(options.ctest_args) + own))
    for build, own in options.pytest:
        total.add(run_pytest(build, shlex.split(options.pytest_args) + own))
    return summarize(total, time.monotonic() - started)


if __name__ == "__main__":
    sys.exit(main())
