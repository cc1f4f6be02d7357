# SPDX-License-Identifier: BSD-3-Clause
"""The peers' environments: made from the package index under build/, or named by a variable."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "bench"
HNN_CORE = "hnn-core==0.6.1"
PEERS = {"neuron": "neuron==9.0.2", "arbor": "arbor==0.12.2", "neuron8": "neuron==8.2.7"}
#: On these stands hnn-core; its build needs what NEURON's nrnivmodl needs, a C compiler.
WITH_HNN = ("neuron8",)


def python_of(peer: str) -> Path:
    """Interpreter that can import a peer; ``RANVIER_BENCH_<PEER>_PYTHON`` names one that exists."""
    named = os.environ.get(f"RANVIER_BENCH_{peer.upper()}_PYTHON")
    if named:
        return Path(named)
    folder = BUILD / peer
    ready = folder / ".ready"
    if not ready.exists() or ready.read_text() != PEERS[peer]:
        print(f"making an environment with {PEERS[peer]} in {folder.relative_to(ROOT)}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        pip = [
            str(folder / "bin" / "python"),
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]
        subprocess.run([*pip, PEERS[peer], "numpy", "setuptools", "wheel"], check=True)
        if peer in WITH_HNN:
            path = os.pathsep.join([str(folder / "bin"), os.environ["PATH"]])
            command = [*pip, "--no-build-isolation", HNN_CORE]
            subprocess.run(command, check=True, env={**os.environ, "PATH": path})
        ready.write_text(PEERS[peer])
    return folder / "bin" / "python"


def hnn_core_mechanisms() -> Path:
    """Folder with hnn-core's ten .mod files, from its source distribution.

    ``RANVIER_BENCH_HNN_CORE_MOD`` names one that exists.
    """
    named = os.environ.get("RANVIER_BENCH_HNN_CORE_MOD")
    if named:
        return Path(named)
    folder = BUILD / "hnn-core"
    found = folder / HNN_CORE.replace("-", "_").replace("==", "-") / "hnn_core" / "mod"
    if not found.exists():
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
        subprocess.run([*pip, "--no-binary", "hnn-core", HNN_CORE, "-d", str(folder)], check=True)
        with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
            for member in archive.getmembers():
                if member.isfile() and member.name.endswith(".mod"):
                    archive.extract(member, folder)
    return found


def hnn_python() -> Path:
    """Interpreter with hnn-core on the shim of the package that runs this."""
    sys.path.insert(0, str(ROOT / "tools"))
    import hnn_environment

    import ranvier

    return hnn_environment.python_of(Path(ranvier.__file__).absolute().parents[2])


def compiled_mechanisms(python: Path, source: Path, coreneuron: bool = False) -> Path:
    """Library that NEURON's translator and a C++ compiler make of a .mod file or a folder; made again when it is older.

    With ``coreneuron``, CoreNEURON's library is made beside it.
    """
    sources = sorted(source.glob("*.mod")) if source.is_dir() else [source]
    folder = BUILD / f"neuron-{source.stem}"
    library = next(iter(folder.glob("*/libnrnmech.so")), None)
    if library is None or library.stat().st_mtime < max(file.stat().st_mtime for file in sources):
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for file in sources:
            shutil.copy(file, folder)
        path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
        settings = {**os.environ, "PATH": path}
        command = ["nrnivmodl", *(["-coreneuron"] if coreneuron else []), "."]
        done = subprocess.run(command, cwd=folder, env=settings, capture_output=True, text=True, check=False)
        library = next(iter(folder.glob("*/libnrnmech.so")), None)
        if done.returncode or library is None:
            raise RuntimeError(f"nrnivmodl failed on {source.name}:\n{done.stdout}{done.stderr}")
    return library
