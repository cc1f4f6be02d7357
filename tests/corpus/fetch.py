# SPDX-License-Identifier: BSD-3-Clause
"""Brings the files of sample.json into .cache/corpus/<first 12 digits of the hash>/<path>, checking every hash.

With a file come the files that it includes and, at "needs", those whose variables its EXTERNAL names. From the web, or
with --mirrors from a folder of git directories named <owner>+<name>[/repo[/.git]].
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from git_mirror import Mirror  # noqa: E402

CORPUS = HERE.parents[1] / ".cache" / "corpus"


def sample() -> list[dict]:
    return json.loads((HERE / "sample.json").read_text())


def place(entry: dict) -> Path:
    """Where the file of an entry stands after fetching."""
    return CORPUS / entry["sha256"][:12] / entry["path"]


def files(entry: dict) -> list[Path]:
    """The file of an entry, then the files that must be loaded with it."""
    root = CORPUS / entry["sha256"][:12]
    return [place(entry), *(root / needed["path"] for needed in entry.get("needs", []))]


def read(repository: str, commit: str, path: str, mirrors: Path | None) -> bytes:
    if mirrors is None:
        url = f"https://raw.githubusercontent.com/{repository}/{commit}/{urllib.parse.quote(path)}"
        with urllib.request.urlopen(url, timeout=60) as answer:
            return answer.read()
    return Mirror(mirrors, repository, commit).read(path)


def bring(entry: dict, mirrors: Path | None) -> None:
    root = CORPUS / entry["sha256"][:12]
    for wanted in (entry, *entry.get("includes", []), *entry.get("needs", [])):
        path, digest = wanted["path"], wanted["sha256"]
        to = root / path
        if to.exists() and hashlib.sha256(to.read_bytes()).hexdigest() == digest:
            continue
        data = read(entry["repository"], entry["commit"], path, mirrors)
        if hashlib.sha256(data).hexdigest() != digest:
            raise ValueError(f"{entry['repository']} {path}: not the file of the sample")
        to.parent.mkdir(parents=True, exist_ok=True)
        to.write_bytes(data)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirrors", type=Path)
    mirrors = parser.parse_args().mirrors
    missing = 0
    entries = sample()
    for entry in entries:
        try:
            bring(entry, mirrors)
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            missing += 1
            print(f"missing: {entry['repository']} {entry['path']}: {error}", file=sys.stderr)
    print(f"{len(entries) - missing} of {len(entries)} files in {CORPUS}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
