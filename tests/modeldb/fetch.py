# SPDX-License-Identifier: BSD-3-Clause
"""Brings the repositories that are compared (sample.json, variable.json) into .cache/modeldb/<number>, checking each
program's hash.

From the web, or with --mirrors from a folder of git directories named <owner>+<name>[/repo[/.git]]; large files that a
mirror lacks are left out and named.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import json
import shutil
import subprocess
import sys
import tarfile
import urllib.request
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.append(str(HERE.parent))

from git_mirror import Mirror  # noqa: E402

MODELS = HERE.parents[1] / ".cache" / "modeldb"


def sample(name: str = "sample.json") -> list[dict]:
    return json.loads((HERE / name).read_text())


def folder(entry: dict) -> Path:
    return MODELS / entry["repository"].split("/")[1]


def from_web(entry: dict, to: Path) -> None:
    url = f"https://codeload.github.com/{entry['repository']}/tar.gz/{entry['commit']}"
    with urllib.request.urlopen(url, timeout=120) as answer:
        archive = tarfile.open(fileobj=io.BytesIO(answer.read()))  # noqa: SIM115 - closed with the bytes
    for member in archive.getmembers():
        inner = Path(*Path(member.name).parts[1:])
        if member.isfile() and ".." not in inner.parts:
            (to / inner).parent.mkdir(parents=True, exist_ok=True)
            (to / inner).write_bytes(archive.extractfile(member).read())


def from_mirror(entry: dict, to: Path, mirrors: Path) -> None:
    mirror = Mirror(mirrors, entry["repository"], entry["commit"])
    for name in mirror.paths():
        try:
            contents = mirror.read(name)
        except subprocess.CalledProcessError:
            print(f"{entry['repository']}: the mirror lacks {name}", file=sys.stderr)
            continue
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        (to / name).write_bytes(contents)


def bring(entry: dict, mirrors: Path | None) -> None:
    to = folder(entry)
    program = to / entry["program"]
    if not program.exists():
        shutil.rmtree(to, ignore_errors=True)
        if mirrors:
            from_mirror(entry, to, mirrors)
        else:
            from_web(entry, to)
    if hashlib.sha256(program.read_bytes()).hexdigest() != entry["sha256"]:
        raise ValueError(f"{program}: not the program of the sample")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--mirrors", type=Path)
    mirrors = parser.parse_args().mirrors
    missing = 0
    both = [*sample(), *sample("variable.json")]
    compared = [entry for entry in both if "excluded" not in entry]
    for entry in compared:
        try:
            bring(entry, mirrors)
        except (OSError, ValueError, subprocess.CalledProcessError) as error:
            missing += 1
            print(f"missing: {entry['repository']}: {error}", file=sys.stderr)
    print(f"{len(compared) - missing} of {len(compared)} programs in {MODELS}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
