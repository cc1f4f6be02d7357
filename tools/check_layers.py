# SPDX-License-Identifier: BSD-3-Clause
"""Check that the layers of src/ know only those that they may know.

The table below is the architecture (docs/developer/README.md draws it). It is compared with every ``#include``
and with every CMakeLists.txt of src/ and bindings/. Only src/codegen/llvm and src/codegen/clang may include
LLVM. An exception needs an ADR and a line here.

    check_layers.py [ROOT]     prints file:line: message; exits 1 if anything is wrong
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

# Layer (its folder) -> what it may include. Every pair is written out: knowing a layer is not knowing its friends.
ALLOWED: dict[str, set[str]] = {
    "src/base": set(),
    "src/math": {"base"},
    "src/mir": {"base", "math"},
    "src/morph": {"base"},
    "src/parallel": {"base"},
    "src/hoc": {"base"},
    "src/ui": {"base"},
    "src/checkpoint": {"base"},
    "src/server": {"base", "ui"},
    "src/nmodl": {"base", "mir"},
    "src/codegen": {"base", "math", "mir"},
    "src/codegen/llvm": {"base", "math", "mir", "codegen"},
    "src/codegen/clang": {"codegen"},
    "src/state": {"base", "mir"},
    "src/model": {"base", "mir", "morph", "state"},
    "src/integrate": {"base"},
    "src/engine": {"base", "integrate", "math", "mir", "model", "parallel", "state"},
    "src/world": {
        "base", "math", "mir", "nmodl", "codegen", "morph", "parallel", "state", "model", "engine",
        "hoc", "ui", "server", "checkpoint",
    },
    "bindings/python": {"base", "world"},
}  # fmt: skip

LLVM_FOLDERS = ("src/codegen/llvm", "src/codegen/clang")
SOURCE_SUFFIXES = {".cpp", ".hpp", ".h"}
INCLUDE = re.compile(r'^\s*#\s*include\s*([<"])([^>"]+)[>"]')
LLVM_INCLUDE = re.compile(r"^(llvm|llvm-c|clang|clang-c|lld|polly)/")
COMMAND = re.compile(r"\b(ranvier_layer|target_link_libraries)\s*\(([^)]*)\)", re.S)

Problem = tuple[Path, int, str]


def layer_of(relative: str) -> str | None:
    """Folder of the layer that a file belongs to, the deepest that fits."""
    fitting = [folder for folder in ALLOWED if relative == folder or relative.startswith(folder + "/")]
    return max(fitting, key=len, default=None)


def short_name(folder: str) -> str:
    """Name of a layer in includes and CMake: codegen/llvm is codegen_llvm."""
    return folder.removeprefix("src/").replace("/", "_")


LAYER_NAMES = {short_name(folder) for folder in ALLOWED if folder.startswith("src/")}


def included_layer(path: str) -> str | None:
    """Layer that `#include "<path>"` reaches, or None if it is not a public header of a layer."""
    if path.startswith(("ranvier/codegen/llvm/", "ranvier/codegen_llvm/")):
        return "codegen_llvm"
    found = re.match(r"ranvier/(\w+)/", path)
    return found[1] if found else None


def check_source(root: Path, file: Path, folder: str) -> Iterator[Problem]:
    own = short_name(folder)
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        found = INCLUDE.match(line)
        if not found:
            continue
        bracket, path = found.groups()
        if LLVM_INCLUDE.match(path) and folder not in LLVM_FOLDERS:
            yield file, number, f"{path}: only {' and '.join(LLVM_FOLDERS)} may include LLVM"
        if bracket == '"' and path.startswith("."):
            target = (file.parent / path).resolve()
            reached = layer_of(str(target.relative_to(root))) if target.is_relative_to(root) else None
            if reached != folder:
                yield file, number, f"{path}: reaches into {reached or 'a folder that is no layer'} by a path"
            continue
        layer = included_layer(path)
        if layer is None or layer == own:
            continue
        if layer not in LAYER_NAMES:
            yield file, number, f"{path}: there is no layer '{layer}' in tools/check_layers.py"
        elif layer not in ALLOWED[folder]:
            may = ", ".join(sorted(ALLOWED[folder])) or "nobody"
            yield file, number, f"{own} may not know {layer} (it may know {may})"


def linked_layers(command: str, words: list[str]) -> Iterator[str]:
    """Layers that one CMake command links; words that are no layers are other libraries."""
    if command == "ranvier_layer":
        parts: dict[str, list[str]] = {"": []}
        for word in words:
            if word in ("DEPENDS", "LINK", "PRECOMPILE"):
                parts[word] = []
            else:
                parts[list(parts)[-1]].append(word)
        yield from parts.get("DEPENDS", [])
        words = parts.get("LINK", [])
    for word in words:
        found = re.match(r"ranvier(?:_|::)(\w+)$", word)
        if found and found[1] in LAYER_NAMES:
            yield found[1]


def check_cmake(file: Path, folder: str) -> Iterator[Problem]:
    own = short_name(folder)
    text = re.sub(r"#[^\n]*", lambda comment: " " * len(comment[0]), file.read_text(encoding="utf-8"))
    for found in COMMAND.finditer(text):
        number = text.count("\n", 0, found.start()) + 1
        command, words = found[1], found[2].split()
        for layer in linked_layers(command, words[1:]):
            if layer != own and layer not in ALLOWED[folder]:
                yield file, number, f"{own} may not link {layer}"


def problems(root: Path) -> Iterator[Problem]:
    """Everything wrong under `root`, in order of files."""
    root = root.resolve()
    for top in ("src", "bindings"):
        for file in sorted((root / top).rglob("*")):
            is_cmake = file.name == "CMakeLists.txt"
            if not is_cmake and file.suffix not in SOURCE_SUFFIXES:
                continue
            folder = layer_of(str(file.relative_to(root).parent))
            if folder is None:
                yield file, 1, "belongs to no layer of tools/check_layers.py"
            elif is_cmake:
                yield from check_cmake(file, folder)
            else:
                yield from check_source(root, file, folder)


def main() -> int:
    root = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parent.parent
    found = list(problems(root))
    for file, line, message in found:
        print(f"{file.relative_to(root.resolve())}:{line}: {message}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
