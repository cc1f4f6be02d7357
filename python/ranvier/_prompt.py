# SPDX-License-Identifier: BSD-3-Clause
"""``oc>``: hoc as it is typed or comes through a pipe, with history, completion and statements of many lines."""

from __future__ import annotations

import atexit
import contextlib
import os
import re
import sys

import ranvier
from ranvier import _ext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ranvier._run_script import Options

PROMPT, MORE = "oc>", ">\t"
MOST_LINES = 1000
KEYWORDS = (
    "access begintemplate break connect continue create delete double else endtemplate external for forall forsec "
    "func if ifsec insert iterator iterator_statement local localobj new obfunc objref objectvar print proc public "
    "return setpointer stop strdef uninsert while"
).split()


def read_all(options: Options) -> int:
    """Run what stdin holds, to its end or to ``quit()``; 1 if ``ranvier`` met a mistake in a pipe."""
    if sys.stdin is None:
        return 0
    is_terminal = sys.stdin.isatty()
    if options.is_python and not is_terminal:
        return piped_python()
    shows = is_terminal if options.terminal is None else options.terminal
    if is_terminal:
        if options.has_banner:
            print(f"Ranvier {ranvier.__version__}: hoc; quit() or Ctrl-D ends", file=sys.stderr)
        prepare()
    had_mistakes = lines(ask if shows else next_line)
    return int(had_mistakes and options.is_own and not is_terminal)


def lines(next_of: Callable[[str], str | None]) -> bool:
    """Run lines, each when its statement is whole; whether there were mistakes."""
    pending = ""
    had_mistakes = False
    while True:
        try:
            line = next_of(MORE if pending else PROMPT)
        except KeyboardInterrupt:  # drop what is begun
            print()
            pending = ""
            continue
        if line is None:
            if pending.strip():
                had_mistakes |= not finish(pending)
            return had_mistakes
        text = pending + line
        try:
            pending = "" if ranvier._default_world._hoc_typed(text) else text
        except KeyboardInterrupt:
            print("interrupted", file=sys.stderr)
            pending = ""
        except Exception as error:
            tell(error)
            had_mistakes = True
            pending = ""
        sys.stdout.flush()


def finish(text: str) -> bool:
    """Run what a pipe ended in the middle of, which says what is missing; False after a mistake."""
    try:
        ranvier._default_world._hoc_run(text, "typed")
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
    except Exception as error:
        tell(error)
        return False
    return True


def tell(error: Exception) -> None:
    """Say what was wrong; what was printed before stands before it."""
    sys.stdout.flush()
    name = "" if isinstance(error, _ext.Error) else f"{type(error).__name__}: "
    print(f"{name}{error}", file=sys.stderr)
    for note in getattr(error, "__notes__", ()):
        print(note, file=sys.stderr)


def ask(prompt: str) -> str | None:
    """Ask for a line with the line editor of the system."""
    try:
        return input(prompt) + "\n"
    except EOFError:
        print()
        return None


def next_line(_: str) -> str | None:
    """Take the next line of a pipe: byte by byte, so that what the program itself reads is still there."""
    taken = bytearray()
    while not taken.endswith(b"\n"):
        byte = os.read(sys.stdin.fileno(), 1)
        if not byte:
            break
        taken += byte
    from ranvier._run_script import readable

    return readable(bytes(taken)) if taken else None


def prepare() -> None:
    """History and completion, where the system has a line editor."""
    try:
        import readline
    except ImportError:
        return
    folder = os.environ.get("XDG_STATE_HOME") or os.path.join(os.path.expanduser("~"), ".local", "state")
    file = os.path.join(folder, "ranvier", "history")
    with contextlib.suppress(OSError):
        readline.read_history_file(file)
    readline.set_history_length(MOST_LINES)
    readline.set_completer_delims(" \t\n`~!@#$%^&*()-=+[{]}\\|;:'\",<>/?")
    readline.set_completer(Completer(ranvier.h).complete)
    readline.parse_and_bind("tab: complete")

    def keep() -> None:
        with contextlib.suppress(OSError):
            os.makedirs(os.path.dirname(file), exist_ok=True)
            readline.write_history_file(file)

    atexit.register(keep)


class Completer:
    """What may follow: names of the top level, words of the language, members of an object that stands before a dot."""

    def __init__(self, h: Any) -> None:
        self.h = h
        self.found: list[str] = []

    def complete(self, text: str, state: int) -> str | None:
        """Answer as readline wants it."""
        if state == 0:
            self.found = self.names(text)
        return self.found[state] if state < len(self.found) else None

    def names(self, text: str) -> list[str]:
        """All that begin so."""
        path, dot, start = text.rpartition(".")
        if not dot:
            known = {*dir(self.h), *KEYWORDS}
            return sorted(name for name in known if name.startswith(text))
        found: Any = self.h
        try:
            for name in path.split("."):
                part = re.fullmatch(r"(\w+)(?:\[(\d+)\])?", name)
                if part is None:
                    return []
                found = getattr(found, part[1])
                if part[2] is not None:
                    found = found[int(part[2])]
            members = dir(found)
        except Exception:  # nothing to offer is no mistake of who types
            return []
        return sorted(f"{path}.{m}" for m in members if m.startswith(start) and not m.startswith("_"))


def piped_python() -> int:
    """Run a Python program that comes through a pipe."""
    from ranvier import _run_script

    try:
        code = compile(sys.stdin.read(), "<stdin>", "exec")
    except SyntaxError:
        return _run_script.failed()
    return _run_script.execute(code) or 0


def python(options: Options) -> int:
    """Python's own prompt."""
    import code

    with contextlib.suppress(ImportError):
        import readline
        import rlcompleter

        readline.set_completer(rlcompleter.Completer(sys.modules["__main__"].__dict__).complete)
        readline.parse_and_bind("tab: complete")
    banner = f"Ranvier {ranvier.__version__}: Python; from neuron import h" if options.has_banner else ""
    code.interact(banner=banner, local=sys.modules["__main__"].__dict__, exitmsg="")
    return 0


def read_line() -> str | None:
    """Give hoc's ``read``, ``xred`` and ``sred`` a line of the input, without its end."""
    if sys.stdin is None:
        return None
    try:
        sys.stdin.fileno()
    except (OSError, ValueError):  # a test's or a notebook's own input
        line: str | None = sys.stdin.readline()
    else:
        line = ask("") if sys.stdin.isatty() else next_line("")
    return line.rstrip("\r\n") if line else None
