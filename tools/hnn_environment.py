# SPDX-License-Identifier: BSD-3-Clause
"""An environment with hnn-core on the shim and nothing of NEURON: makes it where it is missing and prints its Python.

    hnn_environment.py BUILD_DIR [FOLDER]

hnn-core is the source package of the index, as published. Its build wants a distribution NEURON and runs ``nrnivmodl``:
both are the shim's, and no compiler is on PATH. What a failure says goes to standard error; the exit status is then 1.
``RANVIER_HNN_PYTHON`` names the Python of an environment that exists.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HNN_CORE = "hnn-core==0.6.1"
REQUIREMENTS = ROOT / "tools/requirements/hnn.txt"
PIP = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet"]


def mark_of(build: Path) -> str:
    """What the environment was made of; it is made again when that changes."""
    digest = hashlib.sha256(f"{build}\n{HNN_CORE}\n".encode())
    files = [
        REQUIREMENTS,
        Path(__file__),
        *sorted((ROOT / "shim").rglob("*.py")),
        ROOT / "shim/pyproject.toml",
    ]
    for file in files:
        digest.update(file.read_bytes())
    return digest.hexdigest()


def call(python: Path, arguments: list[str], **environment: str) -> None:
    """Run Python with nothing but its own programs on PATH."""
    settings = {k: v for k, v in os.environ.items() if k not in ("PYTHONPATH", "PYTHONHOME")}
    settings |= {"PATH": str(python.parent), **environment}
    done = subprocess.run(
        [str(python), *arguments],
        env=settings,
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT / "build",
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(arguments)}\n{done.stdout}{done.stderr}")


def install_shim(python: Path, folder: Path) -> None:
    """From a copy, so that the build leaves nothing in the source tree."""
    copy = folder / "shim"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(ROOT / "shim", copy, ignore=shutil.ignore_patterns("__pycache__", "build", "*.egg-info"))
    call(python, [*PIP, "--no-build-isolation", "--no-deps", "--force-reinstall", str(copy)])
    shutil.rmtree(copy)


def make(build: Path, folder: Path) -> Path:
    """Make the environment if it is missing or of something else; returns its Python."""
    python = folder / "bin" / "python"
    ready = folder / ".ready"
    mark = mark_of(build)
    if ready.exists() and ready.read_text() == mark:
        return python
    print(f"making an environment with {HNN_CORE} on the shim in {folder}", file=sys.stderr)
    (ROOT / "build").mkdir(exist_ok=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    call(python, [*PIP, "--retries", "2", "-r", str(REQUIREMENTS)])
    call(python, [str(ROOT / "tools/develop.py"), str(build)])
    install_shim(python, folder)
    # Never a wheel that somebody else's build left in pip's cache: it may hold mechanisms that a compiler made.
    call(python, [*PIP, "--no-cache-dir", "--no-build-isolation", "--retries", "2", HNN_CORE])
    call(python, ["-c", "import hnn_core"])  # it greets on its first import, which tests must not see
    ready.write_text(mark)
    return python


def python_of(build: Path, folder: Path | None = None) -> Path:
    """Python with hnn-core on the shim; RuntimeError says why there is none."""
    named = os.environ.get("RANVIER_HNN_PYTHON")
    if named:
        return Path(named)
    return make(build.resolve(), folder or ROOT / "build" / "peers" / "hnn")


def main() -> int:
    try:
        folder = Path(sys.argv[2]).resolve() if len(sys.argv) > 2 else None
        print(python_of(Path(sys.argv[1]), folder))
    except (RuntimeError, subprocess.CalledProcessError) as error:
        print(f"no environment for hnn-core: {error}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    sys.exit(main())
