# SPDX-License-Identifier: BSD-3-Clause
"""Each file of the sample: parsed and lowered; compiled, with INITIAL and one BREAKPOINT run. Prints every failure.

    python tests/corpus/check.py [--json OUT] [--files DIGITS...]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from fetch import HERE, place, sample

BATCH = 20
TIMEOUT = 300  # s a batch


def answers(files: list[str], steps: int, package: str = "ranvier") -> dict[str, dict]:
    """Runs protocol.py; a file that ends its process is named, and the rest runs in another."""
    out: dict[str, dict] = {}
    while files:
        command = [sys.executable, str(HERE / "protocol.py"), package, str(steps), *files]
        try:
            done = subprocess.run(command, capture_output=True, timeout=TIMEOUT)
            text, end = done.stdout, f"the process ended with {done.returncode}: {done.stderr.decode(errors='replace')[-300:]}"
        except subprocess.TimeoutExpired as late:
            text, end = late.stdout or b"", f"no end within {TIMEOUT} s"
        for line in text.decode("utf-8", "replace").splitlines():
            if line.startswith("@"):
                answer = json.loads(line[1:])
                out[answer["file"]] = answer
        files = [f for f in files if f not in out]
        if files:
            out[files[0]] = {"file": files[0], "error": end, "ended": True}
            files = files[1:]
    return out




def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--files", nargs="*", help="first digits of hashes: only these")
    options = parser.parse_args()
    entries = sample()
    if options.files:
        entries = [e for e in entries if any(e["sha256"].startswith(d) for d in options.files)]
    paths = [str(place(e)) for e in entries]
    results: dict[str, dict] = {}
    for i in range(0, len(paths), BATCH):
        results.update(answers(paths[i : i + BATCH], 1))
        print(f"\r{len(results)} of {len(paths)}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    failed = {p: r["error"] for p, r in results.items() if "error" in r}
    unlowered = {p: e for p, e in failed.items() if e.startswith(("CompileError", "HocError: compile"))}
    for entry, path in zip(entries, paths):
        if path in failed:
            print(f"--- {entry['repository']} {entry['path']} {entry['sha256'][:12]}\n{failed[path]}")
    n = len(paths)
    print(f"lowered {n - len(unlowered)} of {n} ({100 * (n - len(unlowered)) / n:.1f} %)")
    print(f"ran     {n - len(failed)} of {n} ({100 * (n - len(failed)) / n:.1f} %)")
    if options.json:
        options.json.write_text(json.dumps({p: r.get("error", "") for p, r in results.items()}, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
