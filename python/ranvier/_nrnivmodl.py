# SPDX-License-Identifier: BSD-3-Clause
"""``nrnivmodl``: checks .mod files and leaves what scripts look for, ``<arch>/special`` and ``<arch>/libnrnmech.so``.

Nothing is compiled that needs a compiler of the user's: the library is a small text that names its sources, and the
kernels of each file go into the cache.
"""

from __future__ import annotations

import os
import stat
import sys
from itertools import pairwise
from pathlib import Path

from ranvier import _ext

USAGE = """usage: nrnivmodl [options] [.mod files or folders of them]

Checks the files (those of this folder if none are named), fills the cache of kernels and writes
<arch>/libnrnmech.so (a text that names the files) and <arch>/special (runs scripts with them).

  -coreneuron                accepted: there is one engine
  -incflags FLAGS            include folders (-I FOLDER) are searched by INCLUDE; others have no meaning here
  -loadflags FLAGS           accepted: nothing is linked
  -nmodl PATH, -nmodlflags FLAGS
                             accepted: there is one front end
  -h, --help                 this text
"""
WITHOUT_VALUE = ("-coreneuron",)
WITH_VALUE = ("-incflags", "-loadflags", "-nmodl", "-nmodlflags")

SPECIAL = """#!/bin/sh
# Written by nrnivmodl: runs Ranvier with the mechanisms that the library beside it names.
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
python=${{RANVIER_PYTHON:-{python}}}
[ -x "$python" ] || python=python3
exec "$python" -m ranvier nrniv -dll "$here/libnrnmech.so" "$@"
"""


def main(arguments: list[str] | None = None) -> int:
    """Run the program; returns its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    try:
        paths, include = read_arguments(arguments)
    except ValueError as error:
        print(f"nrnivmodl: {error}\n\n{USAGE}", file=sys.stderr, end="")
        return 2
    if paths is None:
        print(USAGE, end="")
        return 0
    if include:
        known = os.environ.get("MODL_INCLUDE", "")
        os.environ["MODL_INCLUDE"] = ":".join([*include, known] if known else include)
    try:
        files = find_files(paths)
        if not check(files):
            return 1
        library = write(files)
    except (_ext.Error, OSError) as error:
        print(f"nrnivmodl: {error}", file=sys.stderr)
        return 1
    print(f"Successfully created {library.parent.name}/special with {len(files)} mechanism file(s)")
    return 0


def read_arguments(arguments: list[str]) -> tuple[list[str] | None, list[str]]:
    """Split into files or folders (None: help was asked for) and folders that INCLUDE searches."""
    paths: list[str] = []
    include: list[str] = []
    rest = iter(arguments)
    for argument in rest:
        name, has_value, value = argument.partition("=")
        if argument in ("-h", "--help"):
            return None, []
        if name in WITH_VALUE:
            if not has_value:
                found = next(rest, None)
                if found is None:
                    raise ValueError(f"{name} needs a value")
                value = found
            if name == "-incflags":
                include += include_folders(value)
        elif argument in WITHOUT_VALUE:
            continue
        elif argument.startswith("-"):
            allowed = ", ".join((*WITHOUT_VALUE, *WITH_VALUE))
            raise ValueError(f"there is no option {argument}; allowed: {allowed}")
        else:
            paths.append(argument)
    return paths, include


def include_folders(flags: str) -> list[str]:
    """Give the folders of ``-I`` flags."""
    words = flags.split()
    folders = [w[2:] for w in words if w.startswith("-I") and len(w) > 2]
    folders += [b for a, b in pairwise(words) if a == "-I"]
    return [os.path.abspath(f) for f in folders]


def find_files(paths: list[str]) -> list[str]:
    """Give the .mod files, in the order in which they are registered."""
    if not paths:
        return _ext._mod_files(".")
    files: list[str] = []
    for path in paths:
        if os.path.isdir(path):
            found = _ext._mod_files(path)
        elif path.endswith(".mod") and os.path.exists(path):
            found = [path]
        elif os.path.exists(path + ".mod"):
            found = [path + ".mod"]
        else:
            raise _ext.IoError(f"there is no such .mod file or folder: {path}")
        files += [f for f in found if os.path.abspath(f) not in {os.path.abspath(k) for k in files}]
    return files


def check(files: list[str]) -> bool:
    """Say what is wrong with the files; True if they can be used. Fills the cache."""
    names: dict[str, str] = {}
    is_good = True
    for file in files:
        entries, text = _ext._check_mod(file, absent_is_error=False)
        if text:
            print(text, file=sys.stderr)
        if any(entry["severity"] == "error" for entry in entries):
            is_good = False
            continue
        name = _ext._mechanism_name(file)
        if name in names and name != "nothing":
            print(f"nrnivmodl: {file} and {names[name]} both define {name}", file=sys.stderr)
            is_good = False
        names.setdefault(name, file)
        print(f"{file}: {name}")
    if is_good:
        for file in files:
            try:
                _ext._compile_ahead(file)
            except _ext.CompileError:  # said above: C of this file works only in part, or not at all
                continue
            except _ext.StateError as error:  # no compiled code here: the interpreter runs it
                print(f"nrnivmodl: {error}", file=sys.stderr)
                break
    return is_good


def write(files: list[str]) -> Path:
    """Write library and special into the folder of this architecture; returns the library's path."""
    folder = Path(_ext._architecture())
    folder.mkdir(exist_ok=True)
    library = folder / "libnrnmech.so"
    _ext._write_library(str(library), files)
    special = folder / "special"
    temporary = special.with_name("special.new")
    temporary.write_text(SPECIAL.format(python=sys.executable), encoding="utf-8")
    temporary.chmod(temporary.stat().st_mode | stat.S_IXUSR | stat.S_IXGRP | stat.S_IXOTH)
    temporary.replace(special)
    return library
