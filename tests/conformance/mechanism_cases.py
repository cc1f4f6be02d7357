# SPDX-License-Identifier: BSD-3-Clause
"""The NMODL cases: folders ``nmodl/<set>/<name>`` of .mod files, a driver ``drive.py`` and ``golden.json``.

A driver runs in a process of its own (a forked child, see ``semantics``), with the folder's .mod files loaded and the
package under test as ``neuron``. Numbers agree when ``|a - b| <= atol + rtol * |golden|``; each golden file states
both.
"""

from __future__ import annotations

import hashlib
import json
import math
import os
import runpy
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "nmodl"
#: Where NEURON's translation of the cases is kept, when NEURON is the package.
LIBRARIES = Path(__file__).resolve().parents[2] / "build" / "golden" / "nmodl"
#: Tolerances of a set where a driver states none.
TOLERANCES = {"reference": (1e-6, 1e-9), "corners": (1e-9, 1e-12)}


def folders(of_set: str) -> list[Path]:
    """The folders of all cases of a set."""
    return sorted(path.parent for path in (FOLDER / of_set).glob("*/drive.py"))


def golden(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "golden.json").read_text())
    return found


def write_golden(folder: Path, version: str, values: dict[str, Any]) -> None:
    """Write what a driver gave, one line a result."""
    rtol, atol = TOLERANCES[folder.parent.name]
    values = dict(values)
    head = {"recorded_from": version, "rtol": values.pop("rtol", rtol), "atol": values.pop("atol", atol)}
    lines = ",\n".join(f"  {json.dumps(name)}: {json.dumps(value)}" for name, value in values.items())
    start = json.dumps(head)[:-1]
    (folder / "golden.json").write_text(f'{start},\n "values": {{\n{lines}\n }}\n}}\n')


def run(package: str, h: Any, folder: str) -> dict[str, Any]:
    """Load a case's mechanisms into ``h`` and run its driver; the process is good for nothing else afterwards."""
    module = sys.modules[package]
    if package == "neuron":
        library = str(compiled(Path(folder)))
        if not h.nrn_load_dll(library):
            raise RuntimeError(f"could not load {library}")
    else:
        sys.modules["neuron"] = module
        h.nrn_load_mod(folder)
    sys.path.insert(0, str(FOLDER))
    import protocol

    runpy.run_path(str(Path(folder) / "drive.py"))
    return protocol.results


def snippet(package: str, folder: Path) -> str:
    """The case as a snippet that ``semantics.Server`` runs."""
    return f"import mechanism_cases\nresult = mechanism_cases.run({package!r}, h, {str(folder)!r})\n"


def disagreements(want: Any, got: Any, rtol: float, atol: float, path: str = "") -> list[str]:
    """Say where two results differ; nothing when they agree."""
    if isinstance(want, dict):
        if not isinstance(got, dict) or sorted(got) != sorted(want):
            return [f"{path}: {got!r} instead of {want!r}"]
        return [
            text for key in want for text in disagreements(want[key], got[key], rtol, atol, f"{path}/{key}")
        ]
    if isinstance(want, list):
        if not isinstance(got, list) or len(got) != len(want):
            return [f"{path}: {got!r} instead of {want!r}"]
        pairs = enumerate(zip(want, got, strict=True))
        return [text for i, (a, b) in pairs for text in disagreements(a, b, rtol, atol, f"{path}[{i}]")]
    if (
        is_number(want)
        and is_number(got)
        and math.isfinite(got)
        and abs(got - want) <= atol + rtol * abs(want)
    ):
        return []
    if not is_number(want) and type(want) is type(got) and want == got:
        return []
    return [f"{path}: {got!r} instead of {want!r}"]


def is_number(value: Any) -> bool:
    """Whether a result is a number; a bool is none, and NaN and infinities are text (``semantics.plain``)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def compiled(folder: Path) -> Path:
    """The library that nrnivmodl makes of a case, made again when a file changes."""
    files = sorted(path for path in folder.iterdir() if path.suffix in (".mod", ".inc"))
    digest = hashlib.sha256(sys.prefix.encode())
    for file in files:
        digest.update(file.name.encode() + b"\0" + file.read_bytes())
    place = LIBRARIES / f"{folder.name}-{digest.hexdigest()[:12]}"
    library = next(iter(place.glob("*/libnrnmech.*")), None)
    if library is None:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        for file in files:
            shutil.copy(file, place)
        search = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        done = subprocess.run(
            ["nrnivmodl"],
            cwd=place,
            env={**os.environ, "PATH": search},
            capture_output=True,
            text=True,
            check=False,
        )
        library = next(iter(place.glob("*/libnrnmech.*")), None)
        if library is None:
            raise RuntimeError(
                f"nrnivmodl failed on {folder.name}:\n{done.stdout[-3000:]}{done.stderr[-3000:]}"
            )
    return library
