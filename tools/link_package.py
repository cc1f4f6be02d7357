# SPDX-License-Identifier: BSD-3-Clause
"""Make the package folder of a build tree: links to ``python/ranvier`` and to built libraries.

Usage: ``link_package.py SOURCE_ROOT PACKAGE_DIR [LIBRARY...]``. Links to files that are gone are removed; nothing
else is touched.
"""

from __future__ import annotations

import sys
from pathlib import Path

# Folders outside python/ranvier that the package carries, as <source> -> <place in the package>.
DATA_FOLDERS = {"mechanisms": "mechanisms", "hoclib": "hoclib", "shim/neuron": "shim/neuron"}
IGNORED = {"__pycache__"}


def wanted_links(root: Path) -> dict[Path, Path]:
    """Relative path in the package -> file it links to."""
    links: dict[Path, Path] = {}
    for source, place in {"python/ranvier": ".", **DATA_FOLDERS}.items():
        folder = root / source
        for file in sorted(folder.rglob("*")):
            if file.is_file() and not IGNORED.intersection(file.parts):
                links[Path(place) / file.relative_to(folder)] = file
    return links


def link(root: Path, package: Path, libraries: list[Path]) -> None:
    links = {package / relative: file for relative, file in wanted_links(root).items()}
    links |= {package / library.name: library for library in libraries}
    package.mkdir(parents=True, exist_ok=True)
    for present in package.rglob("*"):
        if present.is_symlink() and present not in links:
            present.unlink()
    for place, file in links.items():
        if place.is_symlink() and place.readlink() == file:
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.unlink(missing_ok=True)
        place.symlink_to(file)


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    root, package, *libraries = (Path(argument).resolve() for argument in sys.argv[1:])
    link(root, package, libraries)
