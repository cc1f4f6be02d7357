# SPDX-License-Identifier: BSD-3-Clause
"""The layer check passes on this tree and finds each kind of trespass in a made-up one."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


def run(project_root: Path, tree: Path) -> tuple[int, str]:
    command = [sys.executable, str(project_root / "tools/check_layers.py"), str(tree)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert not done.stderr
    return done.returncode, done.stdout


def test_this_tree_is_clean(project_root: Path) -> None:
    assert run(project_root, project_root) == (0, "")


LLVM_ONLY = "only src/codegen/llvm and src/codegen/clang may include LLVM"


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("src/hoc/vm.cpp", '\n#include "ranvier/model/section.hpp"\n', "vm.cpp:2: hoc may not know model"),
        ("src/mir/a.hpp", '#include "ranvier/nmodl/parser.hpp"\n', "src/mir/a.hpp:1: mir may not know nmodl"),
        ("src/base/tests/a.cpp", '#include "ranvier/world/world.hpp"\n', "base may not know world"),
        ("src/engine/a.cpp", "#include <llvm/IR/Module.h>\n", LLVM_ONLY),
        ("src/codegen/a.cpp", '#  include "llvm/IR/Module.h"\n', LLVM_ONLY),
        ("src/world/a.cpp", '#include "ranvier/codegen/llvm/jit.hpp"\n', "world may not know codegen_llvm"),
        ("src/ui/a.cpp", '#include "../engine/plan.hpp"\n', "reaches into src/engine by a path"),
        ("src/ui/a.cpp", '#include "ranvier/wrold/world.hpp"\n', "there is no layer 'wrold'"),
        ("src/morph/CMakeLists.txt", "ranvier_layer(morph\n DEPENDS base state)", "txt:1: morph may not link state"),
        ("src/mir/CMakeLists.txt", "# (\ntarget_link_libraries(a ranvier::nmodl)", "txt:2: mir may not link nmodl"),
        ("src/gadgets/a.cpp", "", "belongs to no layer"),
    ],
)  # fmt: skip
def test_trespass_is_found(project_root: Path, tmp_path: Path, file: str, text: str, expected: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(text)
    status, output = run(project_root, tmp_path)
    assert status == 1
    assert expected in output
    assert output.count("\n") == 1


@pytest.mark.parametrize(
    ("file", "text"),
    [
        ("src/codegen/llvm/jit.cpp", '#include "llvm/IR/Module.h"\n#include "ranvier/codegen/native.hpp"\n'),
        ("src/world/world.cpp", '#include "ranvier/nmodl/parser.hpp"\n#include "ranvier/engine/plan.hpp"\n'),
        ("src/engine/tests/test_plan.cpp", '#include "../plan_private.hpp"\n#include <vector>\n'),
        (
            "src/model/CMakeLists.txt",
            "ranvier_layer(model DEPENDS state mir morph LINK Eigen3::Eigen PRECOMPILE <ranvier/state/table.hpp>)\n",
        ),
    ],
)
def test_lawful_code_passes(project_root: Path, tmp_path: Path, file: str, text: str) -> None:
    (tmp_path / file).parent.mkdir(parents=True)
    (tmp_path / file).write_text(text)
    assert run(project_root, tmp_path) == (0, "")
