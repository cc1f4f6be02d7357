# SPDX-License-Identifier: BSD-3-Clause
"""Interpreter, scalar code and vectors over the files of the sample: the same bits.

    python tests/corpus/backends.py [--kernels PROGRAM] [DIGITS...]

Without PROGRAM: every trace of 100 steps, run through the interface, of every file. With it (ranvier_backends_tests of
a build): every operation of the files without C blocks on random states. Exit status 1 if any bit differs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from check import all_answers, chosen
from fetch import place
from oracle import STEPS

BACKENDS = ("interpreter", "scalar", "lanes")


def kernels(program: Path, entries: list[dict]) -> bool:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.writelines(f"{place(entry)}\n" for entry in entries)
        listed.flush()
        environment = {**os.environ, "RANVIER_MOD_FILES": listed.name}
        command = [str(program), "--gtest_filter=*GivenFiles*", "--gtest_brief=1"]
        return subprocess.run(command, env=environment, check=False).returncode == 0


def traces(entries: list[dict]) -> bool:
    answers = {}
    for backend in BACKENDS:
        os.environ["RANVIER_BACKEND"] = backend
        answers[backend] = all_answers(entries, STEPS)
    differ = 0
    for entry in entries:
        of_file = [answers[backend][entry["sha256"][:12]] for backend in BACKENDS]
        if any(answer != of_file[0] for answer in of_file):
            differ += 1
            names = {
                n
                for a in of_file
                for n, t in a.get("traces", {}).items()
                if t != of_file[0].get("traces", {}).get(n)
            }
            print(
                f"{entry['sha256'][:12]} {entry['path']}: {sorted(names)} {[a.get('error', 'ran') for a in of_file]}"
            )
    print(f"the same bits on {', '.join(BACKENDS)}: {len(entries) - differ} of {len(entries)}")
    return differ == 0


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kernels", type=Path, metavar="PROGRAM")
    parser.add_argument("digits", nargs="*", help="first digits of hashes: only these")
    options = parser.parse_args()
    entries = chosen(options.digits)
    done = kernels(options.kernels, entries) if options.kernels else traces(entries)
    return 0 if done else 1


if __name__ == "__main__":
    sys.exit(main())
