# SPDX-License-Identifier: BSD-3-Clause
"""From the text of .mod files to running code: load, insert, initialise, first step.

Each run is a process of its own, and the clock starts when the package is imported. ``cold`` has an empty cache
(NEURON: nrnivmodl with its C++ compiler), ``cached`` what the cold run left. ``all compiled`` waits for machine code of
every kernel; a plain run starts in the interpreter and compiles what turns out to be worth it.
"""

from __future__ import annotations

import argparse
import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import measuring


def first_step(package: str, mechanisms: Path, library: str) -> None:
    """Load, insert everything into one section, initialise, make a step; report the time."""
    h = measuring.interface(package)
    files = sorted(mechanisms.glob("*.mod")) if mechanisms.is_dir() else [mechanisms]
    texts = [re.sub(r"(?s)COMMENT.*?ENDCOMMENT|:[^\n]*", "", file.read_text()) for file in files]
    kept: list[Any] = []

    def work() -> None:
        (h.nrn_load_dll if library else h.nrn_load_mod)(library or str(mechanisms))
        section = h.Section(name="section")
        section.L = section.diam = 10
        place = section(0.5)
        for text in texts:
            found = re.search(r"\b(SUFFIX|POINT_PROCESS|ARTIFICIAL_CELL)\s+(\w+)", text)
            if found is None or found[2] == "nothing":
                continue
            if found[1] == "SUFFIX":
                section.insert(found[2])
                instance = getattr(place, found[2])
            else:
                make = getattr(h, found[2])
                instance = make() if found[1] == "ARTIFICIAL_CELL" else make(place)
            kept.append(instance)
            for pointer in re.findall(r"\bPOINTER\s+(\w+)", text):
                h.setpointer(place._ref_v, pointer, instance)
        kept.append(section)
        h.finitialize(-65)
        h.fadvance()

    measuring.report({"s": measuring.cpu_seconds(work)}, {})


def child(options: argparse.Namespace, folder: str, backend: str = "", library: str = "") -> float:
    """One process with its cache in ``folder``; seconds of CPU time."""
    settings = {**os.environ, "RANVIER_CACHE_DIR": folder, "RANVIER_BACKEND": backend}
    command = [sys.executable, __file__, options.package, "--mechanisms", str(options.mechanisms), "--child"]
    command += ["--library", library] if library else []
    done = subprocess.run(command, env=settings, capture_output=True, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith(measuring.MARK)]
    if done.returncode or not lines:
        raise RuntimeError(f"{options.mechanisms} on {options.package} failed:\n{done.stderr[-4000:]}")
    return float(measuring.result_of(lines[-1])["cost"]["s"])


def ours(options: argparse.Namespace) -> dict[str, float]:
    cost = {}
    for name, backend in (("", ""), (", all compiled", "lanes")):
        with tempfile.TemporaryDirectory() as folder:
            cost[f"cold{name}, s"] = child(options, folder, backend)
            cost[f"cached{name}, s"] = child(options, folder, backend)
    return cost


def neurons(options: argparse.Namespace) -> dict[str, float]:
    """NEURON has no other way than to compile everything: the same figures stand for both of ours."""
    with tempfile.TemporaryDirectory() as folder:
        for file in (
            sorted(options.mechanisms.glob("*.mod")) if options.mechanisms.is_dir() else [options.mechanisms]
        ):
            shutil.copy(file, folder)
        path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
        subprocess.run(
            ["nrnivmodl", "."], cwd=folder, env={**os.environ, "PATH": path}, check=True, capture_output=True
        )
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        library = str(next(Path(folder).glob("*/libnrnmech.so")))
        step = child(options, folder, library=library)
    cold = used.ru_utime + used.ru_stime + step
    return {
        f"{when}{name}, s": s
        for name in ("", ", all compiled")
        for when, s in (("cold", cold), ("cached", step))
    }


def main() -> None:
    parser = measuring.parser(__doc__)
    parser.add_argument("--mechanisms", type=Path, required=True, help="a .mod file or a folder of them")
    parser.add_argument("--child", action="store_true", help="be the process that is timed")
    parser.add_argument("--library", default="", help="what NEURON compiled")
    options = parser.parse_args()
    if options.child:
        first_step(options.package, options.mechanisms, options.library)
        return
    measuring.report(ours(options) if options.package == "ranvier" else neurons(options), {})


if __name__ == "__main__":
    main()
