# SPDX-License-Identifier: BSD-3-Clause
"""``ranvier``, ``nrniv`` and their kin: what is run, what is printed, how they end. ``nrniv``'s are NEURON 9.0.2's."""

from __future__ import annotations

import os
import pty
import select
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

import ranvier

PACKAGE = str(Path(ranvier.__file__).parents[1])
FILES = {
    "ok.hoc": 'print "ok file"\nx = 3\n',
    "err.hoc": 'print "before"\nx = undefinedname + 1\nprint "after"\n',
    "called.hoc": 'proc f() { x = nosuch_() }\nprint "b"\nf()\nprint "after"\n',
    "syntax.hoc": 'print "a"\nx = = 2\nprint "b"\n',
    "quit.hoc": 'print "q"\nquit(3)\n',
    "window.ses": 'print "ses"\n',
    "p.py": "print('py', __name__)\n",
    "wrong.py": "print('py')\n1/0\n",
    "args.py": "import sys\nprint(sys.argv[1:])\n",
    "leak.mod": "NEURON { SUFFIX progleak NONSPECIFIC_CURRENT i RANGE g }\nPARAMETER { g = 0.001 }\n"
    "ASSIGNED { v i }\nBREAKPOINT { i = g*v }\n",
}


@pytest.fixture
def folder(tmp_path):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "leak.mod").rename(tmp_path / "leak.mod_")
    return tmp_path


def environment(**more):
    path = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{PACKAGE}:{path}" if path else PACKAGE, **more}


def run(folder, *arguments, given="", **more):
    done = subprocess.run(
        [sys.executable, "-m", "ranvier", *arguments],
        cwd=folder,
        input=given,
        capture_output=True,
        text=True,
        timeout=120,
        env=environment(**more),
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


# Arguments of nrniv, what comes through the pipe, NEURON's status and output; a text that ours says on stderr.
NRNIV = {
    "a file": (["ok.hoc"], "", 0, "ok file\n", ""),
    "a mistake ends it": (["err.hoc", "ok.hoc"], "", 1, "before\n", "err.hoc:2:5"),
    "a mistake in a procedure": (["called.hoc", "ok.hoc"], "", 1, "b\n", "in f()"),
    "a mistake of syntax": (["syntax.hoc"], "", 1, "a\n", "syntax error"),
    "quit with a status": (["quit.hoc", "ok.hoc"], "", 3, "q\n", ""),
    "a session file": (["window.ses"], "", 0, "ses\n", ""),
    "a file that is not there is passed over": (["missing.hoc", "ok.hoc"], "", 0, "ok file\n", "missing.hoc"),
    "a Python file that is not there": (["missing.py"], "", 1, "", "missing.py"),
    "an unknown option is no file": (["-badopt"], "", 0, "", "-badopt"),
    "Python": (["-python", "p.py"], "", 0, "py __main__\n", ""),
    "Python alone is run by its name": (["p.py", "ok.hoc"], "", 0, "py __main__\nok file\n", ""),
    "with -python the rest is its arguments": (["-python", "p.py", "ok.hoc"], "", 0, "py __main__\n", ""),
    "hoc with -python": (["-python", "ok.hoc"], "", 0, "ok file\n", ""),
    "a mistake in Python": (["-python", "wrong.py"], "", 1, "py\n", "ZeroDivisionError"),
    "statements in their order": (
        ["-c", "print 5", "ok.hoc", "-c", "print x"],
        "",
        0,
        "5 \nok file\n3 \n",
        "",
    ),
    "a wrong statement ends it": (["-c", "print nosuch+1", "-c", "print 6"], "", 1, "", "nosuch"),
    "Python statements": (["-python", "-c", "print(3)"], "", 0, "3\n", ""),
    "wrong Python statements": (["-python", "-c", "1/0", "-c", "print(3)"], "", 1, "", "ZeroDivisionError"),
    "sys.exit": (["-python", "-c", "import sys; sys.exit(5)"], "", 5, "", ""),
    "sys.exit below hoc": (["-c", 'nrnpython("import sys; sys.exit(5)")', "-c", "print 3"], "", 5, "", ""),
    "h.quit": (["-python", "-c", "from neuron import h; h.quit(); print(1)"], "", 0, "", ""),
    "sizes are accepted": (["-NSTACK", "100000", "-NFRAME", "1000", "-c", "print 2"], "", 0, "2 \n", ""),
    "a library that is not there": (["-dll", "nosuch.so", "-c", "print 2"], "", 0, "2 \n", "nosuch.so"),
    "a pipe": ([], "print 1\nx=4\nx\n", 0, "1 \n\t4 \n", ""),
    "a pipe goes on after a mistake": ([], "print 1\nx=nosuch+1\nprint 2\n", 0, "1 \n2 \n", "nosuch"),
    "a pipe is not read after files": (["ok.hoc"], "print 1\n", 0, "ok file\n", ""),
    "unless asked for": (["ok.hoc", "-"], "print 1\nx=nosuch+1\nprint 2\n", 0, "ok file\n1 \n2 \n", "nosuch"),
    "quit in a pipe": ([], "print 1\nquit(4)\nprint 2\n", 4, "1 \n", ""),
    "quit in a pipe that was asked for": (["-"], "print 1\nquit()\nprint 2\n", 0, "1 \n", ""),
    "a procedure of many lines": (["-notatty"], "proc f() {\nprint $1\n}\nf(3)\n", 0, "3 \n", ""),
    "read takes from the pipe": (["-"], "{read(x)}\n5\nprint x\n", 0, "5 \n", ""),
    "xred proposes and insists": (
        ["-"],
        'x = xred("val", 3, 0, 10)\n\nprint x\ny = xred("w", 1, 0, 10)\n20\n7\nprint y\n',
        0,
        "3 \n7 \n",
        "val (3)w (1)must be > 0 and < 10\nw (1)",
    ),
    "sred takes a letter": (["-"], 'x = sred("s", "a", "abc")\nb\nprint x\n', 0, "1 \n", "s (a)"),
}


@pytest.mark.parametrize("name", NRNIV)
def test_ends_as_neuron_does(folder, name):
    arguments, given, status, printed, told = NRNIV[name]
    got = run(folder, "nrniv", "-nobanner", *arguments, given=given)
    assert got[:2] == (status, printed), got[2]
    assert told in got[2]


def test_ranvier_tells_mistakes_by_its_status(folder):
    assert run(folder, given="x = nosuch\nprint 2\n")[:2] == (1, "2 \n")
    assert run(folder, "missing.hoc")[0] == 1
    assert run(folder, "-badopt")[0] == 2
    assert run(folder, "-c")[0] == 2
    status, _, told = run(folder, "-m", "no_such_module")
    assert status == 1 and told == "ranvier: there is no module no_such_module\n"


def test_text_that_is_no_utf8(folder):
    def bytes_of(*arguments, given):
        return subprocess.run(
            [sys.executable, "-m", "ranvier", *arguments],
            cwd=folder,
            input=given,
            capture_output=True,
            timeout=120,
            env=environment(PYTHONIOENCODING="latin-1:surrogateescape"),
            check=False,
        )

    piped = bytes_of(given=b'print "\xe9t\xe9"\n')
    assert (piped.returncode, piped.stdout) == (0, b"\xe9t\xe9\n"), piped.stderr
    told = bytes_of("-c", b'print "\xe9t\xe9"', given=b"")
    assert (told.returncode, told.stdout) == (0, b"\xe9t\xe9\n"), told.stderr
    wrong = bytes_of(given=b"\xff\xfe\nprint 2\n")
    assert (wrong.returncode, wrong.stdout) == (1, b"2 \n")
    assert b"no such character" in wrong.stderr


def test_a_program_through_a_named_pipe(folder):
    os.mkfifo(folder / "pipe")
    writer = threading.Thread(target=lambda: (folder / "pipe").write_text("print 44\n"), daemon=True)
    writer.start()
    assert run(folder, "pipe") == (0, "44 \n", "")


def test_long_and_deep_expressions_are_errors(folder):
    for text in ("x = " + "1+" * 300_000 + "1", "x = " + "1&&" * 300_000 + "1", "x = " + "(" * 100_000):
        (folder / "long.hoc").write_text(text + "\n")
        status, _, told = run(folder, "long.hoc")
        assert status == 1 and ("too long" in told or "nested too deeply" in told)
    (folder / "fair.hoc").write_text("x = " + "1+" * 4000 + "1\nprint x\n")
    assert run(folder, "fair.hoc")[1] == "4001 \n"


def test_the_number_of_arguments(folder):
    (folder / "few.hoc").write_text("create s\naccess s\npt3dadd(1, 2)\n")
    status, _, told = run(folder, "few.hoc")
    assert status == 1 and "Traceback" not in told
    assert "pt3dadd: has not enough arguments (got 2); needs x, y, z, diam" in told
    (folder / "made.hoc").write_text('begintemplate T\nendtemplate T\nmake_pointprocess("T", "a", "b")\n')
    status, _, told = run(folder, "made.hoc")
    assert status == 1 and "a template cannot be a point process (got 'T')" in told


def test_ranvier_runs_files_by_their_kind(folder):
    assert run(folder, "args.py", "a", "-b")[1] == "['a', '-b']\n"
    assert run(folder, "-c", "print(3)", "-c", "print 6")[1] == "3\n6 \n"
    (folder / "model").mkdir()
    (folder / "model" / "leak.mod").write_text(FILES["leak.mod"])
    (folder / "model" / "mosinit.hoc").write_text("create soma\ninsert progleak\nprint g_progleak\n")
    status, printed, told = run(folder, "model")
    assert (status, printed) == (0, "0.001 \n"), told
    (folder / "script").write_text("#!/usr/bin/env python3\nprint('by its first line')\n")
    assert run(folder, "script")[1] == "by its first line\n"


def test_all_parts_share_one_main(folder):
    (folder / "a.py").write_text("value = 4\n")
    (folder / "b.hoc").write_text(
        'objref p\np = new PythonObject()\nprint p.value\n{nrnpython("value = 5")}\n'
    )
    status, printed, told = run(folder, "nrniv", "a.py", "b.hoc", "-c", '{nrnpython("print(value)")}')
    assert (status, printed) == (0, "4 \n5\n"), told


def test_output_of_hoc_and_python_is_in_order(folder):
    lines = "".join(f"print('p{i}')\nh('print \"h{i}\"')\n" for i in range(20))
    (folder / "order.py").write_text("from neuron import h\n" + lines)
    assert run(folder, "order.py")[1].split() == [f"{kind}{i}" for i in range(20) for kind in "ph"]


def test_the_run_library_and_the_demo(folder):
    assert run(folder, "nrngui", "-nobanner", given='print name_declared("run")\n')[1] == "1 \n"
    status, printed, told = run(folder, "neurondemo")
    assert status == 0 and "v rises to" in printed, told


def test_options_of_the_module(folder):
    (folder / "leak.mod_").rename(folder / "other.mod")
    (folder / "o.py").write_text(
        "from neuron import h\ns = h.Section()\ns.insert('progleak')\nprint(s.g_progleak)\n"
    )
    options = {
        "NEURON_MODULE_OPTIONS": f"-nogui -NFRAME 5000 -dll {folder / 'other.mod'}",
        "RANVIER_AUTOLOAD": "0",
    }
    status, printed, told = run(folder, "o.py", **options)
    assert (status, printed) == (0, "0.001\n"), told
    assert (
        "no option -what"
        in run(folder, "p.py", NEURON_MODULE_OPTIONS="-what")[2]
        + run(folder, "-c", "import neuron", NEURON_MODULE_OPTIONS="-what")[2]
    )


class Terminal:
    """A program at a terminal."""

    def __init__(self, folder, *arguments):
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            signal.signal(signal.SIGINT, signal.SIG_DFL)
            os.chdir(folder)
            command = [sys.executable, "-m", "ranvier", *arguments]
            os.execvpe(command[0], command, environment(TERM="dumb", XDG_STATE_HOME=str(folder)))
        self.seen = b""

    def wait(self, what, seconds=60.0):
        """Read until it has said so."""
        end = time.monotonic() + seconds
        while what not in self.seen:
            ready, _, _ = select.select([self.fd], [], [], max(0.0, end - time.monotonic()))
            assert ready, self.seen
            self.seen += os.read(self.fd, 4096)
        self.seen = self.seen.partition(what)[2]

    def say(self, text):
        os.write(self.fd, text)

    def end(self, seconds=60.0):
        """Its exit status."""
        end = time.monotonic() + seconds
        try:
            while True:
                ready, _, _ = select.select([self.fd], [], [], max(0.0, end - time.monotonic()))
                if not ready:
                    os.kill(self.pid, signal.SIGKILL)
                    break
                self.seen += os.read(self.fd, 4096)
        except OSError:  # it closed its side
            pass
        os.close(self.fd)
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])


def test_the_prompt(folder):
    t = Terminal(folder)
    t.wait(b"oc>")
    t.say(b"x = 3\n")
    t.wait(b"oc>")
    t.say(b"proc twice() {\n")
    t.wait(b">")
    t.say(b"print 2*x }\n")
    t.wait(b"oc>")
    t.say(b"twice()\n")
    t.wait(b"6 ")
    t.say(b"print nosuch + 1\n")
    t.wait(b"not defined")
    t.wait(b"oc>")
    t.say(b"celsi\t\n")  # completed
    t.wait(b"6.3")
    t.wait(b"oc>")
    t.say(b"\x04")
    assert t.end() == 0
    assert "twice()" in (folder / "ranvier" / "history").read_text()


def test_interrupts_at_the_prompt(folder):
    t = Terminal(folder, "-nobanner")
    t.wait(b"oc>")
    t.say(b"while (1) { y = 1 }\n")
    t.wait(b"\n")
    time.sleep(0.5)
    t.say(b"\x03")
    t.wait(b"oc>")
    t.say(b"print 40 + 2\n")
    t.wait(b"42 ")
    t.wait(b"oc>")
    time.sleep(0.5)  # behind its prompt the line editor takes the terminal over
    t.say(b"half a line\x03")
    t.wait(b"oc>")
    t.say(b"quit(3)\n")
    assert t.end() == 3


def test_nrniv_stays_at_a_terminal(folder):
    t = Terminal(folder, "nrniv", "ok.hoc")
    t.wait(b"ok file")
    t.wait(b"oc>")
    t.say(b"print x + 1\n")
    t.wait(b"4 ")
    t.wait(b"oc>")
    t.say(b"quit()\n")
    assert t.end() == 0


def test_pythons_prompt(folder):
    t = Terminal(folder, "-python", "-nobanner")
    t.wait(b">>>")
    t.say(b"from neuron import h\n")
    t.wait(b">>>")
    t.say(b"h\n")
    t.wait(b"<TopLevelHocInterpreter>")
    t.wait(b">>>")
    t.say(b"\x04")
    assert t.end() == 0
