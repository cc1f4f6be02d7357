# SPDX-License-Identifier: BSD-3-Clause
"""The package is typed: mypy finds nothing in it, and the stub of the compiled part names what is there."""

import ast
import os
import subprocess
import sys
from importlib.util import find_spec

import pytest

import ranvier
from ranvier import _ext, _vector_methods

# What every object has, and what the stub says by other means.
GENERAL = set(dir(object)) | {"__module__", "__weakref__", "__dict__", "__getattribute__"}
SCRIPT = """
from ranvier import World, h
soma = h.Section(name="soma")
soma.L = 20
soma.insert("hh").connect(h.Section()(1))
clamp = h.IClamp(soma(0.5))
clamp.amp = 0.5
v = h.Vector().record(soma(0.5)._ref_v)
h.finitialize(-65)
peak: float = v.max()
other: float = World().h.t
"""


def stub_classes(project_root):
    """Names of each class of the stub, with those of its bases there."""
    tree = ast.parse((project_root / "python/ranvier/_ext.pyi").read_text())
    found = {}
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            found[node.name] = {n.name for n in node.body if isinstance(n, ast.FunctionDef)} | {
                n.target.id for n in node.body if isinstance(n, ast.AnnAssign)
            }
            for base in node.bases:
                found[node.name] |= found.get(ast.unparse(base), set())
    return found


def test_the_stub_names_what_is_there(project_root):
    stub = stub_classes(project_root)
    module = {name for name, thing in vars(_ext).items() if isinstance(thing, type)}
    assert set(stub) == module
    for name, members in stub.items():
        there = {m for m in dir(getattr(_ext, name)) if not m.startswith("_")}
        there -= _vector_methods._installed  # by C of another test in this process
        if issubclass(getattr(_ext, name), BaseException):
            continue
        assert there <= members, (name, there - members)
        missing = {m for m in members if not m.startswith("_")} - there
        # attributes that tp_getattro serves are on no type
        assert missing <= {"L", "nseg", "Ra", "rallbranch", "v", "diam", "cm", "x", "sec"} | set(
            ranvier.World()._number_names()
        ), (
            name,
            missing,
        )


@pytest.mark.skipif(find_spec("mypy") is None, reason="mypy is not installed")
def test_mypy_is_content(project_root, tmp_path):
    script = tmp_path / "script.py"
    script.write_text(SCRIPT)
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--cache-dir",
        str(tmp_path / "cache"),
        "--no-error-summary",
    ]
    environment = os.environ | {"MYPYPATH": str(project_root / "python")}
    for what in (["-p", "ranvier"], [str(script)]):
        done = subprocess.run(
            [*command, *what], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )
        assert done.stdout + done.stderr == ""
