# SPDX-License-Identifier: BSD-3-Clause
"""The program ``ranvier``: runs scripts, checks and shows .mod files, looks after the cache."""

from __future__ import annotations

import argparse
import json
import sys

from ranvier import _ext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

USAGE = """usage: ranvier [options] [FILE...]                     run files, each by its kind; without any: oc>
       ranvier [options] script.py [arguments]         run a Python program
       ranvier mod check FILE... [--json]           all that is wrong with .mod files
       ranvier mod show --stage=ast|mir|llvm|asm FILE
       ranvier cache [show|clear]                   the folder of compiled kernels
       ranvier nrnivmodl [options] [FILE or FOLDER...]
       ranvier nrniv|nrngui|neurondemo [options] [FILE...]
                                                       the same as NEURON's programs, with their exit statuses

files: .hoc and .ses are hoc, .py is Python; a .mod file, a library or a folder brings mechanisms, and of a folder its
mosinit.hoc is run. Options and files are taken in their order; the exit status is that of quit(n), 1 after a mistake.
  -                     what comes next from the terminal or a pipe, to its end
  -c STATEMENTS         run statements, Python or hoc (may be repeated)
  -m MODULE             run a Python module
  -dll LIBRARY          load the mechanisms of a library, a folder or a .mod file first (may be repeated)
  --safe                hoc of a stranger: no shell, no Python, no C, no file outside of the folder of what is run
  -python               the prompt, a pipe and -c are Python's
  -isatty, -notatty     show the prompt, or not, wherever the input comes from
  -nobanner             say nothing at the start
  -nogui, -mpi, -nopython, -pyexe PATH, -NSTACK N, -NFRAME N
                        accepted
  --version             say the version
"""


NEURONS = ("nrniv", "nrngui", "neurondemo")


def main(arguments: list[str] | None = None) -> int:
    """Run the program; returns its exit status."""
    arguments = sys.argv[1:] if arguments is None else arguments
    command = arguments[0] if arguments else ""
    try:
        if command == "mod":
            return mod(arguments[1:])
        if command == "cache":
            return cache(arguments[1:])
        if command == "nrnivmodl":
            from ranvier import _nrnivmodl

            return _nrnivmodl.main(arguments[1:])
        if command in ("-h", "--help"):
            print(USAGE, end="")
            return 0
        from ranvier import _run_script

        if command in NEURONS:
            return _run_script.main(arguments[1:], command)
        return _run_script.main(arguments)
    except _ext.Error as error:
        print(f"ranvier: {error}", file=sys.stderr)
        return 1
    except BrokenPipeError:  # the reader of our output went away
        sys.stderr.close()
        return 1


def mod(arguments: list[str]) -> int:
    """``ranvier mod``."""
    parser = argparse.ArgumentParser(prog="ranvier mod", description="Look at .mod files.")
    commands = parser.add_subparsers(dest="command", required=True)
    check_parser = commands.add_parser(
        "check", help="all that is wrong with .mod files; status 1 if there is an error"
    )
    check_parser.add_argument("file", nargs="+", help=".mod files, or folders of them")
    check_parser.add_argument("--json", action="store_true", help="as JSON")
    show_parser = commands.add_parser("show", help="a file on its way to machine code")
    show_parser.add_argument("--stage", choices=("ast", "mir", "llvm", "asm"), default="mir")
    show_parser.add_argument("file")
    options = parser.parse_args(arguments)
    if options.command == "check":
        return check(options.file, options.json)
    print(_ext._show_mod(options.file, options.stage))
    return 0


def check(paths: list[str], as_json: bool) -> int:
    """``ranvier mod check``."""
    report: list[dict[str, Any]] = []
    errors = warnings = 0
    for path in paths:
        try:
            files = _ext._mechanism_sources(path)
        except _ext.Error as error:
            files = []
            errors += 1
            report.append(failure(path, str(error)))
            if not as_json:
                print(f"{path}: error: {error}")
        for file in files:
            try:
                entries, text = _ext._check_mod(file)
            except _ext.IoError as error:
                entries, text = [failure(file, str(error))], f"{file}: error: {error}"
            report += entries
            errors += sum(e["severity"] == "error" for e in entries)
            warnings += sum(e["severity"] == "warning" for e in entries)
            if not as_json:
                print(text if text else f"{file}: no mistakes")
    if as_json:
        print(json.dumps({"errors": errors, "warnings": warnings, "diagnostics": report}, indent=1))
    elif errors or warnings:
        print(f"{errors} error(s), {warnings} warning(s)")
    return 1 if errors else 0


def failure(file: str, message: str) -> dict[str, Any]:
    """Describe a file that cannot be read as a compiler's message is described."""
    return {"file": file, "line": 0, "column": 0, "severity": "error", "message": message, "hint": ""}


def cache(arguments: list[str]) -> int:
    """``ranvier cache``."""
    parser = argparse.ArgumentParser(prog="ranvier cache", description="The folder of compiled kernels.")
    parser.add_argument("command", nargs="?", choices=("show", "clear"), default="show")
    if parser.parse_args(arguments).command == "clear":
        print(f"{_ext._clear_cache()} kernel(s) removed")
        return 0
    use = _ext._cache_use()
    print(f"folder  {use['folder'] or '(none: nothing is kept)'}")
    print(f"kernels {use['files']}")
    print(f"size    {use['bytes'] / 2**20:.1f} MB of {use['limit'] / 2**20:.0f} MB")
    return 0
