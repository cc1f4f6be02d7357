# SPDX-License-Identifier: BSD-3-Clause
"""What NEURON 9.0.2 makes of a file of the sample: built by its nrnivmodl, run by protocol.py.

    python tests/corpus/oracle.py [--again] DIGITS...    first digits of hashes; prints errors and names of traces

Answers are kept in .cache/corpus/neuron, by the file's hash. RANVIER_NEURON_PYTHON names a Python with neuron==9.0.2.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from fetch import CORPUS, HERE, files, sample

KEPT = CORPUS / "neuron"
STEPS = 100


def python() -> Path:
    named = os.environ.get("RANVIER_NEURON_PYTHON")
    if not named:
        sys.exit("set RANVIER_NEURON_PYTHON to a Python that has neuron==9.0.2")
    return Path(named)


def built(entry: dict, root: Path) -> tuple[Path, str]:
    """The files copied and built; the folder with the library and, if nrnivmodl failed, what it said."""
    own = CORPUS / entry["sha256"][:12]
    for path in [*files(entry), *(own / i["path"] for i in entry.get("includes", []))]:
        to = root / path.relative_to(own)
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(path, to)
    folder = (root / entry["path"]).parent
    flags = ["-incflags", f"-I{root}"] if entry.get("includes") else []
    command = [python().parent / "nrnivmodl", *flags]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, errors="replace", check=False)
    return folder, done.stdout + done.stderr if done.returncode else ""


def errors_of(text: str) -> str:
    lines = [line for line in text.splitlines() if re.search(r"\b[Ee]rror: |undefined symbol", line)]
    return "\n".join(lines[:5]) or text[-500:]


def trace(entry: dict, again: bool = False) -> dict:
    """{"traces":} or {"error":}."""
    kept = KEPT / f"{entry['sha256'][:12]}.json"
    if kept.exists() and not again:
        return json.loads(kept.read_text())
    with tempfile.TemporaryDirectory() as temporary:
        folder, failed = built(entry, Path(temporary))
        if failed:
            answer = {"error": "nrnivmodl: " + errors_of(failed)}
        else:
            command = [
                python(),
                HERE / "protocol.py",
                "neuron",
                str(STEPS),
                os.pathsep.join(map(str, files(entry))),
            ]
            done = subprocess.run(
                command,
                cwd=folder,
                capture_output=True,
                text=True,
                errors="replace",
                timeout=120,
                check=False,
            )
            lines = [line for line in done.stdout.splitlines() if line.startswith("@")]
            told = f"the process ended with {done.returncode}: {(done.stderr + done.stdout)[-500:]}"
            answer = json.loads(lines[0][1:]) if lines else {"error": told}
            if "error" in answer:
                answer["said"] = done.stderr[-500:]
    KEPT.mkdir(parents=True, exist_ok=True)
    kept.write_text(json.dumps(answer))
    return answer


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("digits", nargs="+")
    parser.add_argument("--again", action="store_true", help="also where an answer is kept")
    options = parser.parse_args()
    for entry in sample():
        if any(entry["sha256"].startswith(d) for d in options.digits):
            answer = trace(entry, options.again)
            print(f"--- {entry['repository']} {entry['path']} {entry['sha256'][:12]}")
            print(
                answer.get("error") or {n: t[-1] for n, t in answer["traces"].items()},
                answer.get("said", ""),
                flush=True,
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
