# SPDX-License-Identifier: BSD-3-Clause
"""Small programs that show how the interface behaves, each with an id; their outcomes are recorded.

One block a snippet: a line ``### id``, then Python text that assigns ``result``. ``h`` and ``error`` are in scope.
"""

from __future__ import annotations

from pathlib import Path


def all_snippets() -> list[tuple[str, str]]:
    """Every ``(id, code)`` of the files beside this one, in order."""
    found: list[tuple[str, str]] = []
    for path in sorted((Path(__file__).parent / "snippets").glob("*.txt")):
        for block in path.read_text().split("### ")[1:]:
            name, code = block.split("\n", 1)
            found.append((name.strip(), code.strip() + "\n"))
    names = [name for name, _ in found]
    if len(set(names)) != len(names):
        raise ValueError("two snippets have one id")
    return found
