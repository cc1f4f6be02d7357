# SPDX-License-Identifier: BSD-3-Clause
"""Programs for the hoc fuzzer: every recorded case of tests/hoc, the library files, the programs that stand in tests.

python tests/fuzz/hoc_seeds.py FOLDER     writes each into a file of its own
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: What a Python file hands to the interpreter.
IN_PYTHON = re.compile(r'"""(.*?)"""', re.S)
LOOKS_LIKE_HOC = re.compile(r"^\s*(proc|func|objref|strdef|create|begintemplate|print)\b", re.M)


def programs() -> list[str]:
    """All of them, without repetition."""
    found: dict[str, None] = {}
    for path in sorted((ROOT / "tests" / "hoc").rglob("*.txt")):
        for case in re.split(r"^=== ", path.read_text(), flags=re.M)[1:]:
            found[case.partition("\n")[2].partition("---\n")[0]] = None
    for path in sorted((ROOT / "hoclib").rglob("*.hoc")):
        found[path.read_text()] = None
    for folder in ("tests/python", "bench"):
        for path in sorted((ROOT / folder).glob("*.py")):
            for text in IN_PYTHON.findall(path.read_text()):
                if LOOKS_LIKE_HOC.search(text):
                    found[text] = None
    return list(found)


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    for i, program in enumerate(programs()):
        (folder / f"{i:04}").write_text(program)
