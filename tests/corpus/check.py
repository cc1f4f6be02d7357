# SPDX-License-Identifier: BSD-3-Clause
"""Each file of the sample: lowered; compiled, with INITIAL and one BREAKPOINT run. Prints counts and failures.

    python tests/corpus/check.py [--json OUT] [--all] [DIGITS...]

Exit status 1 if a file fails that exceptions.json does not list, or a listed one does not.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

from exceptions import report
from fetch import HERE, files, sample

BATCH = 20
TIMEOUT = 300  # s a batch


def argument(entry: dict) -> str:
    """How protocol.py is told of an entry's file and of those that it needs."""
    return os.pathsep.join(str(path) for path in files(entry))


def answers(arguments: list[str], steps: int, package: str = "ranvier") -> dict[str, dict]:
    """Runs protocol.py; a file that ends its process is named, and the rest runs in another."""
    out: dict[str, dict] = {}
    while arguments:
        command = [sys.executable, str(HERE / "protocol.py"), package, str(steps), *arguments]
        try:
            done = subprocess.run(command, capture_output=True, timeout=TIMEOUT, check=False)
            text = done.stdout
            end = f"the process ended with {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}"
        except subprocess.TimeoutExpired as late:
            text, end = late.stdout or b"", f"no end within {TIMEOUT} s"
        for line in text.decode("utf-8", "replace").splitlines():
            if line.startswith("@"):
                answer = json.loads(line[1:])
                out[answer["file"]] = answer
        arguments = [f for f in arguments if f not in out]
        if arguments:
            out[arguments[0]] = {"file": arguments[0], "error": end}
            arguments = arguments[1:]
    return out


def all_answers(entries: list[dict], steps: int) -> dict[str, dict]:
    """The answer of each file, by 12 digits of its hash."""
    arguments = {argument(e): e["sha256"][:12] for e in entries}
    out: dict[str, dict] = {}
    waiting = list(arguments)
    for i in range(0, len(waiting), BATCH):
        for name, answer in answers(waiting[i : i + BATCH], steps).items():
            out[arguments[name]] = answer
        print(f"\r{len(out)} of {len(waiting)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return out


def chosen(digits: list[str]) -> list[dict]:
    return [e for e in sample() if not digits or any(e["sha256"].startswith(d) for d in digits)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("digits", nargs="*", help="first digits of hashes: only these")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--all", action="store_true", help="listed failures with what was said")
    options = parser.parse_args()
    entries = chosen(options.digits)
    results = all_answers(entries, 1)
    failed = {d: r["error"] for d, r in results.items() if "error" in r}
    unlowered = {d for d, e in failed.items() if e.startswith("CompileError")}
    surprises = report(failed, entries, {"lower", "run"}, options.all)
    n = len(entries)
    print(f"lowered {n - len(unlowered)} of {n} ({100 * (n - len(unlowered)) / n:.1f} %)")
    print(f"ran     {n - len(failed)} of {n} ({100 * (n - len(failed)) / n:.1f} %)")
    if options.json:
        options.json.write_text(json.dumps({d: r.get("error", "") for d, r in results.items()}, indent=1))
    return 1 if surprises else 0


if __name__ == "__main__":
    sys.exit(main())
