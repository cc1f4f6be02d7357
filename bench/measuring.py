# SPDX-License-Identifier: BSD-3-Clause
"""What every workload needs: a package's ``h`` on one core, a clock of CPU time, the result as one line of JSON."""

from __future__ import annotations

import argparse
import importlib
import json
import os
import time
from collections.abc import Callable
from typing import Any

#: Before the result, so that what a simulator prints on its own account cannot be taken for it.
MARK = "BENCH-RESULT "


def parser(text: str | None) -> argparse.ArgumentParser:
    """Arguments that every workload takes."""
    found = argparse.ArgumentParser(description=text)
    found.add_argument("package", help="neuron or ranvier")
    return found


def stay_on_one_core() -> None:
    """Keep this process on one core: the figures are costs on one core, whatever threads a package starts."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def interface(package: str) -> Any:
    """``h`` of a package, with the standard run procedures."""
    stay_on_one_core()
    h = importlib.import_module(package).h
    h.load_file("stdrun.hoc")
    return h


def cpu_seconds(work: Callable[[], Any]) -> float:
    """CPU time of all threads of this process that ``work`` takes [s]."""
    start = time.process_time()
    work()
    return time.process_time() - start


def native_run(h: Any) -> Callable[[float], None]:
    """The package's way to run to a time without the interpreter: ``psolve``, or ``continuerun`` where that is it."""
    if not hasattr(h, "ParallelContext"):
        return h.continuerun  # type: ignore[no-any-return]
    context = h.ParallelContext()
    context.set_maxstep(10)
    return context.psolve  # type: ignore[no-any-return]


def result_of(line: str) -> dict[str, Any]:
    """What a line that ``report`` printed says."""
    found: dict[str, Any] = json.loads(line[len(MARK) :])
    return found


def report(cost: dict[str, float], check: dict[str, Any]) -> None:
    """Print what a workload cost and what it computed."""
    print(MARK + json.dumps({"cost": cost, "check": check}))
