# SPDX-License-Identifier: BSD-3-Clause
"""What hoc of a stranger may not do, however it tries."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import ranvier

PACKAGE = str(Path(ranvier.__file__).parents[1])

# Title -> what the program tries; `@` stands for the folder outside of its own.
REFUSED = {
    "a command": '{system("touch @/made")}',
    "a command whose output it wants": 'strdef s\n{system("touch @/made", s)}',
    "Python": "{nrnpython(\"open('@/made', 'w')\")}",
    "an object of Python": 'objref p\np = new PythonObject()\np.open("@/made", "w")',
    "writing a file": 'objref f\nf = new File()\n{f.wopen("@/made")}',
    "writing by dots": 'objref f\nf = new File()\n{f.wopen("../outside/made")}',
    "appending to a file": 'objref f\nf = new File("@/made")\n{f.aopen()}',
    "reading a file": 'objref f\nf = new File()\n{f.ropen("@/secret")}',
    "deleting a file": 'objref f\nf = new File("@/secret")\n{f.unlink()}',
    "a temporary file": "objref f\nf = new File()\n{f.mktemp()}",
    "the file of fprint": '{wopen("@/made")}',
    "the file of fscan": '{ropen("@/secret")}',
    "hoc_stdout": '{hoc_stdout("@/made")}',
    "another folder": '{chdir("@")}',
    "loading a file": '{load_file("@/other.hoc")}',
    "opening a file": '{xopen("@/other.hoc")}',
    "a link that leads outside": '{xopen("link.hoc")}',
    "writing through a link to what is not there": 'objref f\nf = new File()\n{f.wopen("dangling")}',
    "mechanisms": '{nrn_load_dll("@/other.mod")}',
    "C in a mechanism": '{nrn_load_dll("c.mod")}',
    "in a procedure": 'proc f() { system("touch @/made") }\nf()',
    "by execute": 'execute("system(\\"touch @/made\\")")',
    "in a template": 'begintemplate T\nproc init() { system("touch @/made") }\nendtemplate T\n'
    "objref made_\nmade_ = new T()",
}
C_FILE = """NEURON { SUFFIX safec RANGE x }
ASSIGNED { x }
INITIAL {
VERBATIM
    { FILE* f = fopen("made", "w"); if (f) fclose(f); }
ENDVERBATIM
}
"""


@pytest.fixture
def place(tmp_path):
    """A model's folder, and one beside it that is not to be touched."""
    outside, model = tmp_path / "outside", tmp_path / "model"
    outside.mkdir()
    model.mkdir()
    (outside / "secret").write_text("42\n")
    (outside / "other.hoc").write_text('print "other"\n')
    (outside / "other.mod").write_text("NEURON { SUFFIX safeother }\n")
    (model / "c.mod").write_text(C_FILE)
    (model / "own.hoc").write_text('print "own"\n')
    (model / "link.hoc").symlink_to(outside / "other.hoc")
    (model / "dangling").symlink_to(outside / "made")
    return model, outside


@pytest.mark.parametrize("title", REFUSED)
def test_is_refused(place, title, monkeypatch, capsys):
    model, outside = place
    (model / "evil.hoc").write_text(REFUSED[title].replace("@", str(outside)) + '\nprint "went on"\n')
    monkeypatch.chdir(model)
    world = ranvier.World()
    with ranvier.safe_mode(world=world), pytest.raises(ranvier.HocError, match="safe mode"):
        world.h.load_file("evil.hoc")
    assert not (outside / "made").exists() and (outside / "secret").exists()
    assert "went on" not in capsys.readouterr().out


def test_what_is_no_harm_works(place, capsys):
    model, _ = place
    (model / "good.hoc").write_text(
        '{load_file("stdrun.hoc")}\n{load_file("own.hoc")}\ncreate soma\nobjref f\nf = new File()\n'
        '{f.wopen("out.txt")}\n{f.printf("3\\n")}\n{f.close()}\n{f.ropen("out.txt")}\nprint f.scanvar()\n'
    )
    world = ranvier.World()
    with ranvier.safe_mode(world=world):  # from another folder: that of the file is the one
        world.h.load_file(str(model / "good.hoc"))
    assert capsys.readouterr().out.split() == ["own", "3"]


def test_what_was_loaded_stays_restricted(place, capsys):
    model, outside = place
    (model / "later.hoc").write_text(f'proc advance() {{ system("touch {outside}/made") fadvance() }}\n')
    world = ranvier.World()
    h = world.h
    with ranvier.safe_mode(world=world):
        h.load_file(str(model / "later.hoc"))
    h.Section(name="soma")
    with pytest.raises(ranvier.Error, match="safe mode"):
        h.run()
    assert not (outside / "made").exists()
    assert h.system("true") == 0  # Python's own call


def test_a_named_folder(place, tmp_path):
    model, outside = place
    world = ranvier.World()
    with ranvier.safe_mode(tmp_path, world=world):
        world.h.load_file(str(model / "own.hoc"))
        world.h(f'{{xopen("{outside}/other.hoc")}}')
    with pytest.raises(ranvier.InputError, match="no such folder"), ranvier.safe_mode(tmp_path / "nowhere"):
        pass


def test_worlds_are_restricted_one_by_one(place):
    other = ranvier.World()
    with ranvier.safe_mode(world=ranvier.World()):
        assert other.h.system("true") == 0


@pytest.mark.parametrize("call", ['system("touch made")', "nrnpython(\"open('made', 'w').close()\")"])
def test_session_files_have_no_shell_and_no_python(tmp_path, monkeypatch, call):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "u.ses").write_text("{" + call + "}\n")
    h = ranvier.World().h
    with pytest.raises(ranvier.HocError, match="session file"):
        h.load_file("u.ses")
    assert not (tmp_path / "made").exists()
    h(f"{{{call}}}")  # the same in the user's own words
    assert (tmp_path / "made").exists()


def test_the_program(place):
    model, outside = place
    (model / "evil.hoc").write_text(f'print 1\n{{system("touch {outside}/made")}}\nprint 2\n')
    done = subprocess.run(
        [sys.executable, "-m", "ranvier", "--safe", str(model / "evil.hoc")],
        cwd=outside,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": f"{PACKAGE}:{os.environ.get('PYTHONPATH', '')}"},
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, "1 \n") and "safe mode" in done.stderr
    assert not (outside / "made").exists()
