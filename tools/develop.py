# SPDX-License-Identifier: BSD-3-Clause
"""Install the package of a build tree into the environment that runs this script, without copying anything.

Usage: ``.venv/bin/python tools/develop.py BUILD_DIR``. Writes what an editable install would: a ``.pth`` file
that names ``BUILD_DIR/python``, the metadata (so that ``pip list`` and ``pip uninstall`` know the package) and
the programs. Faster than pip and safe to run again: unchanged files are left alone.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def project_version() -> str:
    """The one version number, in CMakeLists.txt."""
    found = re.search(r"project\(Ranvier VERSION ([0-9.]+)", (ROOT / "CMakeLists.txt").read_text())
    if not found:
        sys.exit("CMakeLists.txt: no line project(Ranvier VERSION ...)")
    return found[1]


def programs() -> dict[str, str]:
    """Name -> "module:function", from [project.scripts] of pyproject.toml."""
    text = (ROOT / "pyproject.toml").read_text()
    section = re.search(r"^\[project\.scripts\]\n(.*?)(?=^\[|\Z)", text, re.S | re.M)
    return dict(re.findall(r'^([\w-]+)\s*=\s*"([\w.:]+)"', section[1], re.M)) if section else {}


def write(path: Path, text: str, mode: int = 0o644) -> None:
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(mode)


def record_line(path: Path, site: Path) -> str:
    digest = base64.urlsafe_b64encode(hashlib.sha256(path.read_bytes()).digest()).rstrip(b"=").decode()
    return f"{os.path.relpath(path, site)},sha256={digest},{path.stat().st_size}"


def develop(build: Path) -> None:
    site = Path(sysconfig.get_path("purelib"))
    version = project_version()
    for old in site.glob("ranvier-*.dist-info"):
        if old.name != f"ranvier-{version}.dist-info":
            for file in old.iterdir():
                file.unlink()
            old.rmdir()
    info = site / f"ranvier-{version}.dist-info"
    entry_points = "".join(f"{name} = {target}\n" for name, target in programs().items())
    files = {
        site / "ranvier.pth": f"{build / 'python'}\n",
        info / "METADATA": f"Metadata-Version: 2.1\nName: ranvier\nVersion: {version}\n",
        info / "INSTALLER": "make\n",
    }
    if entry_points:
        files[info / "entry_points.txt"] = f"[console_scripts]\n{entry_points}"
    for path, text in files.items():
        write(path, text)
    installed = list(files)
    for name, target in programs().items():
        module, _, function = target.partition(":")
        script = Path(sysconfig.get_path("scripts")) / name
        write(
            script,
            f"#!{sys.executable}\nimport sys\n\nfrom {module} import {function}\n\nsys.exit({function}())\n",
            0o755,
        )
        installed.append(script)
    record = info / "RECORD"
    write(
        record,
        "\n".join(record_line(path, site) for path in installed) + f"\n{os.path.relpath(record, site)},,\n",
    )


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    if sys.prefix == sys.base_prefix:
        sys.exit("develop.py changes the environment it runs in: use the python of a virtual environment")
    develop(Path(sys.argv[1]).resolve())
