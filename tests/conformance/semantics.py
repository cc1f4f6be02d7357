# SPDX-License-Identifier: BSD-3-Clause
"""Run one snippet of interface semantics in a process of its own and say what came out.

A snippet is Python text with ``h`` in scope that assigns ``result``; ``error(f)`` calls ``f`` and gives the names of
the built-in exception types that would catch what it raises, most specific first, or None. A child made by fork keeps
what a snippet does (also a crash) away from all others; its parent (``python semantics.py PACKAGE``) has
imported the package and done nothing else, so every snippet starts from the defaults.
"""

from __future__ import annotations

import json
import math
import os
import select
import signal
import subprocess
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

import build

TIME_LIMIT_S = 60.0
RELATIVE = 1e-9
#: Before each outcome, so that what a package prints cannot be taken for one.
MARK = "SNIPPET-OUTCOME "


def plain(value: Any) -> Any:
    """A value as JSON can hold it; numbers that JSON cannot hold become text."""
    if isinstance(value, bool | np.bool_):
        return bool(value)
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, np.integer):
        return int(value)
    if isinstance(value, float | np.floating):
        return float(value) if math.isfinite(value) else repr(float(value))
    if isinstance(value, list | tuple | np.ndarray):
        return [plain(item) for item in value]
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    raise TypeError(f"a snippet gave a {type(value).__name__}, which the data file cannot hold")


def catchable(exception: BaseException) -> dict[str, list[str]]:
    """Built-in types whose ``except`` clause catches an exception, most specific first."""
    return {
        "raises": [
            t.__name__
            for t in type(exception).__mro__
            if issubclass(t, Exception) and t.__module__ == "builtins"
        ]
    }


def error(function: Callable[[], Any]) -> dict[str, list[str]] | None:
    """What a call raises, as ``catchable`` says it, or None."""
    try:
        function()
    except Exception as exception:
        return catchable(exception)
    return None


def run_here(h: Any, code: str) -> dict[str, Any]:
    """Execute a snippet in this process."""
    scope: dict[str, Any] = {"h": h, "error": error}
    try:
        exec(compile(code, "snippet", "exec"), scope)
        return {"value": plain(scope["result"])}
    except Exception as exception:
        return {**catchable(exception), "text": f"{type(exception).__name__}: {exception}"}


def run_apart(h: Any, code: str) -> dict[str, Any]:
    """Execute a snippet in a forked child; a child that dies gives ``{"died": reason}``."""
    sys.stdout.flush()
    sys.stderr.flush()
    read_end, write_end = os.pipe()
    with warnings.catch_warnings():
        # Python 3.12 warns when other threads exist; that a process may fork all the same is promised and tested.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child == 0:
        os.close(read_end)
        status = 1
        try:
            os.write(write_end, json.dumps(run_here(h, code)).encode())
            status = 0
        finally:
            # No atexit handlers, no buffers of the parent written twice.
            os._exit(status)
    os.close(write_end)
    text = b""
    try:
        while True:
            if not select.select([read_end], [], [], TIME_LIMIT_S)[0]:
                os.kill(child, signal.SIGKILL)
                os.waitpid(child, 0)
                return {"died": f"no answer in {TIME_LIMIT_S:g} s"}
            chunk = os.read(read_end, 1 << 16)
            if not chunk:
                break
            text += chunk
    finally:
        os.close(read_end)
    code_ = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code_ != 0 or not text:
        return {"died": f"exit status {code_}"}
    outcome: dict[str, Any] = json.loads(text)
    return outcome


def same(want: Any, got: Any) -> bool:
    """Equal structure; numbers within ``RELATIVE``; a bool is not a number."""
    if isinstance(want, bool) or isinstance(got, bool):
        return want is got
    if isinstance(want, int | float) and isinstance(got, int | float):
        return math.isclose(want, got, rel_tol=RELATIVE, abs_tol=1e-15)
    if isinstance(want, list) and isinstance(got, list):
        return len(want) == len(got) and all(map(same, want, got))
    if isinstance(want, dict) and isinstance(got, dict):
        if "raises" in want and "raises" in got:
            # A script that catches what the reference raises must catch ours; ours may be caught by more.
            return want["raises"][0] in got["raises"]
        return want.keys() == got.keys() and all(same(want[key], got[key]) for key in want)
    return type(want) is type(got) and want == got


class Server:
    """A fresh interpreter with a package in it that runs snippets in its own forked children."""

    def __init__(self, package: str, settings: dict[str, str] | None = None) -> None:
        command = [sys.executable, __file__, package]
        environment = {**os.environ, **(settings or {})}
        pipe = subprocess.PIPE
        self.process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True, env=environment)

    def run(self, code: str) -> dict[str, Any]:
        """Outcome of one snippet: its value, what it raises, or how the child died."""
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(json.dumps(code) + "\n")
        self.process.stdin.flush()
        for line in self.process.stdout:
            if line.startswith(MARK):
                outcome: dict[str, Any] = json.loads(line[len(MARK) :])
                return outcome
        raise RuntimeError(f"the snippet server ended with status {self.process.wait()}")

    def close(self) -> None:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(TIME_LIMIT_S)


def serve(package: str) -> None:
    """Answer snippets, one JSON string a line, until the input ends."""
    h = build.load_interface(package)
    for line in sys.stdin:
        outcome = run_apart(h, json.loads(line))
        # A new line first: a package may have left its last one unfinished.
        print("\n" + MARK + json.dumps(outcome), flush=True)


if __name__ == "__main__":
    serve(sys.argv[1])
