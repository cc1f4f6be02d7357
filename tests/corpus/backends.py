# SPDX-License-Identifier: BSD-3-Clause
"""Interpreter, scalar code and vectors on random states, operation by operation, over all files of the sample without C blocks.

    python tests/corpus/backends.py PROGRAM [DIGITS...]

PROGRAM is ranvier_backends_tests of a build. Exit status 1 if any bit differs.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from check import chosen
from fetch import place


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", type=Path)
    parser.add_argument("digits", nargs="*", help="first digits of hashes: only these")
    options = parser.parse_args()
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listed:
        listed.writelines(f"{place(entry)}\n" for entry in chosen(options.digits))
        listed.flush()
        environment = {**os.environ, "RANVIER_MOD_FILES": listed.name}
        command = [str(options.program), "--gtest_filter=*GivenFiles*", "--gtest_brief=1"]
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    sys.exit(main())
