# SPDX-License-Identifier: BSD-3-Clause
"""Record ``data/variable_step.json``: in NEURON's environment, with the mechanisms of ``variable/mechanisms`` built.

With names of cases only these; the others stay as they are.

    python record/variable_step.py [NAME ...]
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "variable"))

import variable_cases

HERE = Path(__file__).parent.parent
FILE = HERE / "data" / "variable_step.json"

ONE = "import sys, json; sys.path.insert(0, sys.argv[1]); import variable_cases; from neuron import h;"
ONE += "h.nrn_load_dll(sys.argv[2]);"
ONE += "print('RESULT ' + json.dumps(variable_cases.run(h, sys.argv[3], float(sys.argv[4]))))"


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        compiler = Path(sys.executable).parent / "nrnivmodl"
        subprocess.run(
            [compiler, str(variable_cases.MECHANISMS)], cwd=folder, check=True, capture_output=True
        )
        library = next(Path(folder).glob("*/libnrnmech.so"))
        recorded = json.loads(FILE.read_text())["cases"] if sys.argv[1:] else {}
        for name in sys.argv[1:] or variable_cases.CASES:
            recorded[name] = {}
            for tolerance in variable_cases.TOLERANCES:
                done = subprocess.run(
                    [sys.executable, "-c", ONE, str(HERE / "variable"), str(library), name, str(tolerance)],
                    check=True,
                    capture_output=True,
                    text=True,
                )
                line = next(x for x in done.stdout.splitlines() if x.startswith("RESULT "))
                recorded[name][str(tolerance)] = json.loads(line.removeprefix("RESULT "))
            print(
                name, [(r["points"], sum(map(len, r["spikes"]))) for r in recorded[name].values()], flush=True
            )
    header = {"made_with": "NEURON 9.0.2", "stop": variable_cases.STOP, "condition_order": 2}
    lines = ",\n".join(f"{json.dumps(k)}: {json.dumps(v)}" for k, v in recorded.items())
    text = f'{{"header": {json.dumps(header)},\n"cases": {{\n{lines}\n}}}}\n'
    FILE.write_text(text)


if __name__ == "__main__":
    main()
