# SPDX-License-Identifier: BSD-3-Clause
"""One-line programs that show what the builtin classes compute; their results are recorded from NEURON.

A file ``NAME.txt`` holds one case a line: statements divided by ``; ``, the last of which is an expression. In scope
are ``h``, ``V(...)`` (a Vector of these numbers), ``s`` (a reference to a text), ``x``, ``x1``, ``x2`` (references to
numbers), ``tmp(name)`` (a path in a folder of its own), ``math`` and ``raw(path)`` (the bytes of a file). A line
``# tolerance 1e-12`` holds for those after it: numbers are compared relative to the largest one of the result; 0, the
default, asks for equal bits. ``a, b0, b1, b2, c = tree()`` makes sections: b0 and b1 on a, b2 on b1, c by itself.
"""

from __future__ import annotations

import json
import math
import os
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


def cases(name: str) -> list[tuple[str, float]]:
    """Every case of a file with its tolerance."""
    found: list[tuple[str, float]] = []
    tolerance = 0.0
    for line in (FOLDER / f"{name}.txt").read_text().splitlines():
        if line.startswith("# tolerance "):
            tolerance = float(line.removeprefix("# tolerance "))
        elif line.strip() and not line.startswith("#"):
            found.append((line.strip(), tolerance))
    return found


def plain(value: Any) -> Any:
    """A result as JSON knows it: what has elements as a list, other objects by the name of their class."""
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int | float):
        return float(value)
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, list | tuple):
        return [plain(v) for v in value]
    if hasattr(value, "to_python") and not hasattr(value, "nrow"):
        return {"Vector": [float(v) for v in value]}
    if hasattr(value, "nrow"):
        rows, columns = int(value.nrow()), int(value.ncol())
        return {"Matrix": [[value.getval(i, j) for j in range(columns)] for i in range(rows)]}
    return str(value).split("[")[0]


def outcome(h: Any, case: str, folder: str) -> Any:
    """What a case gives on this ``h``; ``{"error": ...}`` if it raises."""

    def raw(path: str) -> bytes:
        return Path(path).read_bytes()

    def tree() -> list[Any]:
        a, b0, b1, b2, c = (h.Section(name=name) for name in ("a", "b0", "b1", "b2", "c"))
        b0.connect(a(1))
        b1.connect(a(0.5))
        b2.connect(b1(1))
        return [a, b0, b1, b2, c]

    scope = {
        "h": h,
        "tree": tree,
        "names": lambda sections: [section.name() for section in sections],
        "V": lambda *numbers: h.Vector(list(numbers)),
        "s": h.ref(""),
        "x": h.ref(0.0),
        "x1": h.ref(0.0),
        "x2": h.ref(0.0),
        "tmp": lambda name: os.path.join(folder, name),
        "math": math,
        "raw": raw,
    }
    *statements, last = case.split("; ")
    try:
        for statement in statements:
            exec(statement, scope)
        return plain(eval(last, scope))
    except Exception:  # whatever it is: both must refuse
        return {"error": True}


def in_child(h: Any, case: str) -> Any:
    """The same in a process of its own: the recorded program may end in what ought to be an error."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(read)
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        with tempfile.TemporaryDirectory() as folder:
            text = json.dumps(outcome(h, case, folder))
        with os.fdopen(write, "w") as out:
            out.write(text)
        os._exit(0)
    os.close(write)
    with os.fdopen(read) as got:
        text = got.read()
    os.waitpid(child, 0)
    return json.loads(text) if text else {"error": "the program ended"}


def numbers_of(value: Any) -> Iterator[float]:
    """All numbers of a result."""
    if isinstance(value, float):
        yield value
    elif isinstance(value, list):
        for v in value:
            yield from numbers_of(v)
    elif isinstance(value, dict):
        for v in value.values():
            yield from numbers_of(v)


def agree(want: Any, got: Any, absolute: float) -> bool:
    """Whether two results are the same, numbers within ``absolute``."""
    if isinstance(want, dict) and "error" in want:
        return isinstance(got, dict) and "error" in got
    if isinstance(want, float) and isinstance(got, float):
        return want == got or abs(want - got) <= absolute or (math.isnan(want) and math.isnan(got))
    if type(want) is not type(got):
        return False
    if isinstance(want, list):
        return len(want) == len(got) and all(agree(a, b, absolute) for a, b in zip(want, got, strict=True))
    if isinstance(want, dict):
        return want.keys() == got.keys() and all(agree(want[k], got[k], absolute) for k in want)
    return bool(want == got)


def allowance(want: Any, tolerance: float) -> float:
    """The absolute tolerance of a result."""
    sizes = [abs(v) for v in numbers_of(want) if math.isfinite(v)]
    return tolerance * max(sizes, default=0.0)


def record(name: str) -> None:
    """Run every case on NEURON and write ``NAME.json``."""
    from neuron import h

    h.load_file("stdlib.hoc")
    results = {case: in_child(h, case) for case, _ in cases(name)}
    lines = ",\n".join(f"{json.dumps(case)}: {json.dumps(result)}" for case, result in results.items())
    (FOLDER / f"{name}.json").write_text(
        f'{{"recorded from": "NEURON {h.nrnversion(5)}", "cases": {{\n{lines}\n}}}}\n'
    )


if __name__ == "__main__":
    for wanted in sys.argv[1:]:
        record(wanted)
