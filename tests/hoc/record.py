# SPDX-License-Identifier: BSD-3-Clause
"""Records what NEURON prints for the hoc cases of this folder.

    python record.py [FILE...]     with a Python that has NEURON 9.0.2; rewrites the expectations of neuron_*.txt

A file holds many cases: ``=== title``, hoc text, ``---``, what is printed. Each runs in a process of its own. If the
program ends with an error the last line is ``error``: the words of the message are not NEURON's to say.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
WARNING = re.compile(r"NEURON: \w+ result out of range\n( .*\n)+")


def printed(text: str) -> str:
    """Runs a program in a child and gives what it printed."""
    from neuron import h

    folder = tempfile.mkdtemp()
    (Path(folder) / "case.hoc").write_text(text)
    child = os.fork()
    if child == 0:
        target = os.open(os.path.join(folder, "out"), os.O_WRONLY | os.O_CREAT)
        os.dup2(target, 1)
        os.dup2(target, 2)
        sys.stdout = sys.stderr = os.fdopen(1, "w", buffering=1)
        os.chdir(folder)
        try:
            h.xopen("case.hoc")
        except BaseException:
            print("NEURON: error")
        sys.stdout.flush()
        os._exit(0)
    os.waitpid(child, 0)
    out = WARNING.sub("", (Path(folder) / "out").read_text(errors="replace"))
    shutil.rmtree(folder)
    # What follows the first message is where and why.
    found = re.search(r"('\w+' not a public member of|\w+ mechanism not inserted in|NEURON: )", out)
    if not found:
        return out
    out = out[: found.start()]
    return out + ("" if not out or out.endswith("\n") else "\n") + "error\n"


def record(path: Path) -> None:
    """Rewrites one file."""
    text = path.read_text()
    head, *cases = re.split(r"^=== ", text, flags=re.M)
    out = head
    for case in cases:
        title, _, rest = case.partition("\n")
        program, _, _ = rest.partition("---\n")
        out += f"=== {title}\n{program}---\n{printed(program)}\n"
    path.write_text(out.rstrip("\n") + "\n")


if __name__ == "__main__":
    for name in sys.argv[1:] or sorted(HERE.glob("neuron_*.txt")):
        record(Path(name))
