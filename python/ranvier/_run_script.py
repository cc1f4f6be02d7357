# SPDX-License-Identifier: BSD-3-Clause
"""Runs a script as ``nrniv`` and ``special`` do: mechanisms first, then the script; in it ``neuron`` is Ranvier."""

from __future__ import annotations

import code
import os
import runpy
import sys

import ranvier
from ranvier import _startup

WITH_VALUE = ("-c", "-m", "-dll", "-NFRAME", "-NSTACK")
IGNORED = ("-python", "-nobanner", "-nogui", "-notatty", "-mpi", "-isatty", "-nopython")


def main(arguments: list[str]) -> int:
    """Run; returns the exit status."""
    libraries: list[str] = []
    what: tuple[str, str] | None = None
    rest = list(arguments)
    while rest and what is None:
        word = rest.pop(0)
        if word in IGNORED:
            continue
        if word == "--version":
            print(f"Ranvier {ranvier.__version__}")
            return 0
        if word in WITH_VALUE:
            if not rest:
                print(f"ranvier: {word} needs a value", file=sys.stderr)
                return 2
            value = rest.pop(0)
            if word == "-dll":
                libraries.append(value)
            elif word in ("-c", "-m"):
                what = (word, value)
        elif word == "-":
            continue
        elif word.startswith("-"):
            print(f"ranvier: there is no option {word}; see ranvier --help", file=sys.stderr)
            return 2
        else:
            what = ("file", word)
    for library in libraries:
        ranvier.h.nrn_load_mod(library)
    if not libraries:
        _startup.offer_working_folder(ranvier._default_world)
    stand_for_neuron()
    return run(what, rest)


def stand_for_neuron() -> None:
    """Let ``import neuron`` find the shim, here and in processes that this one starts."""
    shim = os.path.join(os.path.dirname(os.path.abspath(ranvier.__file__)), "shim")
    if os.path.isdir(shim):
        sys.path.insert(0, shim)
        known = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = f"{shim}{os.pathsep}{known}" if known else shim


def run(what: tuple[str, str] | None, rest: list[str]) -> int:
    """Run a file, a module or statements; without any, a prompt."""
    if what is None:
        code.interact(banner="", local={"h": ranvier.h}, exitmsg="")
        return 0
    kind, value = what
    if kind == "-m":
        sys.argv = [value, *rest]
        sys.path.insert(0, os.getcwd())
        runpy.run_module(value, run_name="__main__", alter_sys=True)
    elif kind == "-c":
        sys.argv = ["-c", *rest]
        sys.path.insert(0, os.getcwd())
        exec(compile(value, "<statements>", "exec"), {"__name__": "__main__"})
    elif value.endswith((".hoc", ".ses")):
        print(f"ranvier: {value}: hoc files cannot be run yet", file=sys.stderr)
        return 1
    elif not os.path.exists(value):
        print(f"ranvier: there is no file {value}", file=sys.stderr)
        return 1
    else:
        sys.argv = [value, *rest]
        sys.path.insert(0, os.path.dirname(os.path.abspath(value)))
        runpy.run_path(value, run_name="__main__")
    return 0
