# SPDX-License-Identifier: BSD-3-Clause
"""A folder of git directories named <owner>+<name>[/repo[/.git]], from which fetch.py reads in place of the web."""

from __future__ import annotations

import subprocess
from pathlib import Path


class Mirror:
    """One repository of the folder, at one commit."""

    def __init__(self, mirrors: Path, repository: str, commit: str) -> None:
        folder = mirrors / repository.replace("/", "+")
        found = [
            folder / inner for inner in ("repo/.git", "repo", "") if (folder / inner / "objects").is_dir()
        ]
        if not found:
            raise FileNotFoundError(f"no clone of {repository} in {mirrors}")
        self._git = ["git", f"--git-dir={found[0]}"]
        self._commit = commit

    def paths(self) -> list[str]:
        """All files, also those whose contents the mirror lacks."""
        listed = self._run("ls-tree", "-r", "-z", "--name-only", self._commit)
        return [path for path in listed.decode().split("\0") if path]

    def read(self, path: str) -> bytes:
        """The contents of a file; CalledProcessError where the mirror lacks them."""
        return self._run("show", f"{self._commit}:{path}")

    def _run(self, *arguments: str) -> bytes:
        return subprocess.run([*self._git, *arguments], check=True, capture_output=True).stdout
