# SPDX-License-Identifier: BSD-3-Clause
"""Runs files and statements as ``nrniv`` and ``special`` do, each by its kind; in them ``neuron`` is Ranvier.

``ranvier`` itself ends with status 1 where ``nrniv`` tells of a mistake and goes on: a file that is not there, a
mistake in what comes through a pipe.
"""

from __future__ import annotations

import importlib.util
import os
import runpy
import sys
import traceback
import types

import ranvier
from ranvier import _ext, _startup

WITH_VALUE = ("-dll", "-NFRAME", "-NSTACK", "-pyexe", "-mswin_scale")
IGNORED = (
    "-nobanner",
    "-nogui",
    "-mpi",
    "-nopython",
    "-realtime",
    "-music",
    "-Py_NoSiteFlag",
)
HOC_FILES = (".hoc", ".ses", ".oc", ".nrn")
LIBRARIES = (".mod", ".so", ".dylib", ".dll")


class Options:
    """What a command line says."""

    def __init__(self, program: str) -> None:
        self.program = program
        self.is_own = program == "ranvier"
        self.libraries: list[str] = []
        self.jobs: list[tuple[str, str]] = []  # ("-c", text), ("-m", name), ("file", path), ("-", "")
        self.rest: list[str] = []  # the arguments of a Python program
        self.is_python = False
        self.is_safe = False
        self.has_banner = True
        self.terminal: bool | None = None  # -isatty, -notatty
        self.answer: int | None = None  # all was said already


def main(arguments: list[str], program: str = "ranvier") -> int:
    """Run; returns the exit status."""
    options = read(arguments, program)
    if options.answer is not None:
        return options.answer
    if options.is_safe:
        ranvier._default_world._restrict("")
    for library in options.libraries:
        try:
            ranvier.h.nrn_load_mod(library)
        except _ext.IoError as error:
            print(error, file=sys.stderr)
            if options.is_own:
                return 1
    if not options.libraries and not options.is_safe:
        _startup.offer_working_folder(ranvier._default_world)
    stand_for_neuron()
    make_main_module()
    sys.argv = [program, *arguments]
    try:
        if program == "nrngui":
            ranvier.h.load_file("nrngui.hoc")
        elif program == "neurondemo":
            ranvier.h.load_file("demo.hoc")
        for kind, value in options.jobs:
            status = run(options, kind, value)
            if status is not None:
                return status
        return go_on(options)
    except _ext.HocError as error:
        print(f"{program}: {error}", file=sys.stderr)
        return 1


def read(arguments: list[str], program: str) -> Options:
    """Understand a command line."""
    options = Options(program)
    rest = list(arguments)
    while rest:
        word = rest.pop(0)
        if word in IGNORED:
            options.has_banner = options.has_banner and word != "-nobanner"
        elif word == "--version":
            print(ranvier.h.nrnversion() if not options.is_own else f"Ranvier {ranvier.__version__}")
            options.answer = 0
            return options
        elif word == "-python":
            options.is_python = True
        elif word == "--safe":
            options.is_safe = True
        elif word in ("-isatty", "-notatty"):
            options.terminal = word == "-isatty"
        elif word in WITH_VALUE or word in ("-c", "-m"):
            if not rest:
                print(f"{program}: {word} needs a value", file=sys.stderr)
                options.answer = 2
                return options
            value = rest.pop(0)
            if word == "-dll":
                options.libraries.append(value)
            elif word in ("-c", "-m"):
                options.jobs.append((word, readable(os.fsencode(value))))
                if word == "-m":
                    options.rest = rest
                    return options
        elif word == "-":
            options.jobs.append(("-", ""))
        elif word.startswith("-") and options.is_own:
            print(f"{program}: there is no option {word}; see ranvier --help", file=sys.stderr)
            options.answer = 2
            return options
        else:
            options.jobs.append(("file", word))
            if is_python(word) and (options.is_own or options.is_python):
                options.rest = rest
                return options
    return options


def readable(text: bytes) -> str:
    """Text of a program, in UTF-8 or else in Latin-1, as old files are."""
    try:
        return text.decode()
    except UnicodeDecodeError:
        return text.decode("latin-1")


def is_python(path: str) -> bool:
    """Whether a file holds Python: by its name, else by its first line."""
    if path.endswith(".py"):
        return True
    if path.endswith((*HOC_FILES, *LIBRARIES)) or not os.path.isfile(path):
        return False
    with open(path, "rb") as file:
        first = file.readline(200)
    return first.startswith(b"#!") and b"python" in first


def stand_for_neuron() -> None:
    """Let ``import neuron`` find the shim, here and in processes that this one starts."""
    shim = os.path.join(os.path.dirname(os.path.abspath(ranvier.__file__)), "shim")
    if os.path.isdir(shim):
        sys.path.insert(0, shim)
        known = os.environ.get("PYTHONPATH")
        os.environ["PYTHONPATH"] = f"{shim}{os.pathsep}{known}" if known else shim


def make_main_module() -> None:
    """Scripts, ``-c``, hoc's nrnpython and the prompt share one ``__main__``, which is not this program's own."""
    module = types.ModuleType("__main__")
    module.__dict__["__builtins__"] = __builtins__
    sys.modules["__main__"] = module


def run(options: Options, kind: str, value: str) -> int | None:
    """Do one of the things that the command line names; the exit status, or None to go on."""
    if kind == "-":
        from ranvier import _prompt

        return _prompt.read_all(options) or None
    if kind == "-m":
        sys.argv = [value, *options.rest]
        sys.path.insert(0, os.getcwd())
        if not is_module(value):
            print(f"{options.program}: there is no module {value}", file=sys.stderr)
            return 1
        runpy.run_module(value, run_name="__main__", alter_sys=True)
        return 0
    if kind == "-c":
        if options.is_own or options.is_python:
            return run_statements(options, value)
        ranvier._default_world._hoc_run(value, "-c")
        return None
    return run_file(options, value)


def is_module(name: str) -> bool:
    """Whether Python finds a module."""
    try:
        return importlib.util.find_spec(name) is not None
    except (ImportError, ValueError):
        return False


def run_statements(options: Options, text: str) -> int | None:
    """``-c`` of Python; of ``ranvier`` it may be hoc too, if it is no Python. Safe mode has hoc only."""
    if options.is_safe and not options.is_python:
        ranvier._default_world._hoc_run(text, "-c")
        return None
    try:
        code = compile(text, "<string>", "exec")
    except SyntaxError:
        if options.is_python:
            return failed()
        ranvier._default_world._hoc_run(text, "-c")
        return None
    if options.is_safe:
        return refuse_python(options, "-c")
    sys.path.insert(0, os.getcwd())
    return execute(code)


def execute(code: types.CodeType) -> int | None:
    """Run in ``__main__``; 1 after a mistake, which is told."""
    try:
        exec(code, sys.modules["__main__"].__dict__)
    except SystemExit:
        raise
    except BaseException:
        return failed()
    return None


def failed() -> int:
    """Tell of the exception in flight, without our own frames."""
    kind, error, trace = sys.exc_info()
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    traceback.print_exception(kind, error, trace)
    return 1


def refuse_python(options: Options, what: str) -> int:
    """Safe mode runs hoc alone."""
    print(f"{options.program}: {what}: Python is refused in safe mode", file=sys.stderr)
    return 1


def run_file(options: Options, path: str) -> int | None:
    """Run a file by its kind."""
    if not os.path.exists(path):
        if options.is_own or is_python(path):
            print(f"{options.program}: there is no file {path}", file=sys.stderr)
            return 1
        print(f"{options.program}: can't open {path}", file=sys.stderr)
        return None
    if os.path.isdir(path) or path.endswith(LIBRARIES):
        ranvier.h.nrn_load_mod(path)
        start = os.path.join(path, "mosinit.hoc")
        if not os.path.isfile(start):
            return None
        os.chdir(path)
        path = "mosinit.hoc"
    if is_python(path):
        return run_python_file(options, path)
    if not options.is_safe:
        ranvier.h.xopen(path)
        return None
    folder, name = os.path.split(os.path.abspath(path))  # where its own files are found
    os.chdir(folder)
    ranvier.h.xopen(name)
    return None


def run_python_file(options: Options, path: str) -> int | None:
    """Run a script as Python does: the exit status, or None to go on with the next file."""
    if options.is_safe:
        return refuse_python(options, path)
    if options.is_own:
        sys.argv = [path, *options.rest]
    sys.path.insert(0, os.path.dirname(os.path.abspath(path)))
    names = sys.modules["__main__"].__dict__
    names["__file__"] = path
    with open(path, "rb") as file:
        text = file.read()
    try:
        code = compile(text, path, "exec")
    except (SyntaxError, ValueError):
        return failed()
    return execute(code)


def go_on(options: Options) -> int:
    """After the files: a prompt if somebody sits there, what a pipe holds if nothing else was to be done."""
    from ranvier import _prompt

    is_terminal = sys.stdin is not None and sys.stdin.isatty()
    if options.jobs and (options.is_own or not is_terminal or ("-", "") in options.jobs):
        return 0
    if options.is_python and is_terminal:
        return _prompt.python(options)
    return _prompt.read_all(options)
