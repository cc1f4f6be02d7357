# SPDX-License-Identifier: BSD-3-Clause
"""Loading .mod files: again when they change, from libraries, and those of the working folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

import ranvier

LEAK = """NEURON {{ SUFFIX {name} NONSPECIFIC_CURRENT i RANGE g, e{more} }}
PARAMETER {{ g = {g} e = -60 }}
ASSIGNED {{ v i{more_assigned} }}
BREAKPOINT {{ i = g*(v - e) }}
FUNCTION double_of(x) {{ double_of = {factor}*x }}
"""


PACKAGE = str(Path(ranvier.__file__).absolute().parents[1])


def environment_of(**more):
    """For processes in other folders, whatever way this one found the package."""
    path = os.environ.get("PYTHONPATH")
    return {**os.environ, "PYTHONPATH": f"{PACKAGE}:{path}" if path else PACKAGE, **more}


def leak(name="lk", g=0.001, more="", factor=2):
    return LEAK.format(
        name=name, g=g, more=f", {more}" if more else "", more_assigned=f" {more}", factor=factor
    )


def python(code, cwd, *, ok=True, **environment):
    """Run statements in a process of their own."""
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        env=environment_of(**environment),
        check=False,
    )
    assert (result.returncode == 0) == ok, result.stdout + result.stderr
    return result


def program(arguments, cwd, **environment):
    return subprocess.run(
        [sys.executable, "-m", "ranvier", *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=120,
        env=environment_of(**environment),
        check=False,
    )


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "lk.mod").write_text(leak())
    return tmp_path


# --- again -----------------------------------------------------------------------------------------------


def test_a_changed_file_is_read_again(h, folder):
    path = str(folder / "lk.mod")
    assert h.nrn_load_mod(path) == 1
    assert h.nrn_load_mod(path) == 0  # unchanged
    soma = h.Section(name="soma")
    soma.insert("lk")
    soma.g_lk = 0.5
    h.finitialize(-50)
    assert soma.i_lk == pytest.approx(5)
    Path(path).write_text(leak(g=0.25, more="extra", factor=3))
    assert h.nrn_load_mod(path) == 1
    assert (soma.g_lk, soma.extra_lk, h.double_of_lk(2)) == (0.5, 0, 6)
    h.finitialize(-40)
    assert soma.i_lk == pytest.approx(10)
    other = h.Section(name="other")
    other.insert("lk")
    assert other.g_lk == 0.25


TABULATED = """NEURON {{ SUFFIX tabulated RANGE out GLOBAL {name} }}
ASSIGNED {{ v (mV) {name} out }}
STATE {{ s }}
INITIAL {{ {name} = {value} look(v) s = out }}
BREAKPOINT {{ SOLVE st METHOD cnexp }}
DERIVATIVE st {{ look(v) s' = -s/out }}
PROCEDURE look(u (mV)) {{
    TABLE out FROM -100 TO 100 WITH 200
    out = 10/{name}
}}
"""


def test_tables_follow_what_initial_sets_also_in_a_file_that_is_read_again(h, tmp_path):
    file = tmp_path / "tabulated.mod"
    section = h.Section(name="s")
    for name, value in (("rate", 2), ("speed", 4)):
        file.write_text(TABULATED.format(name=name, value=value))
        h.nrn_load_mod(str(file))
        section.insert("tabulated")
        h.finitialize(-65)
        assert section(0.5).tabulated.out == 10 / value
        h.fadvance()
        assert section(0.5).tabulated.out == 10 / value
        assert getattr(h, f"{name}_tabulated") == value


def test_a_name_that_is_taken(h, folder, tmp_path):
    h.nrn_load_mod(str(folder))
    other = tmp_path / "other"
    other.mkdir()
    (other / "lk.mod").write_text(leak(g=7))
    soma = h.Section(name="soma")
    soma.insert("lk")
    with pytest.raises(RuntimeError, match=r"lk.*already there|lk.*in use"):
        h.nrn_load_mod(str(other))
    assert soma.g_lk == 0.001
    soma.uninsert("lk")
    assert h.nrn_load_mod(str(other)) == 1  # nobody holds one
    soma.insert("lk")
    assert soma.g_lk == 7


def test_the_names_of_the_standard_mechanisms_are_taken(h, folder):
    (folder / "hh.mod").write_text(leak("hh"))
    with pytest.raises(RuntimeError, match=r"hh.*already there"):
        h._world.load_mechanisms(folder)  # the first thing that this world is asked for
    h.Section(name="s").insert("hh")
    assert not hasattr(h, "lk")


def test_mistakes_in_c_are_said_when_a_file_is_loaded(h, folder):
    (folder / "c.mod").write_text(
        leak("c").replace("BREAKPOINT {", "BREAKPOINT {\nVERBATIM\n  this is not C;\nENDVERBATIM\n")
    )
    checked = program(["mod", "check", "c.mod"], folder)
    if checked.returncode == 0:
        pytest.skip("no C in this build")
    assert "c.mod:5" in checked.stdout
    with pytest.raises(ranvier.CompileError, match=r"c\.mod:6"):
        h.nrn_load_mod(str(folder))


def test_two_worlds_hold_different_mechanisms_of_one_name(folder, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "lk.mod").write_text(leak(g=7))
    currents = []
    for place in (folder, other):
        h = ranvier.World().h
        h.nrn_load_mod(str(place))
        soma = h.Section(name="soma")
        soma.insert("lk")
        h.finitialize(-59)
        currents.append(soma.i_lk)
    assert currents == pytest.approx([0.001, 7])


def test_all_mistakes_of_a_folder_at_once(h, folder):
    (folder / "a.mod").write_text("NEURON { SUFFIX a }\nINITIAL { x = 1 }\n")
    (folder / "b.mod").write_text("NEURON { SUFFIX b }\nINITIAL { y = = 1 }\n")
    with pytest.raises(ranvier.CompileError) as caught:
        h.nrn_load_mod(str(folder))
    assert {Path(d["file"]).name for d in caught.value.diagnostics} == {"a.mod", "b.mod"}
    with pytest.raises(ValueError, match="lk"):
        h.Section(name="s").insert("lk")


def test_many_files_without_a_mechanism(h, tmp_path):
    for i in range(3):
        (tmp_path / f"f{i}.mod").write_text(
            f"NEURON {{ SUFFIX nothing GLOBAL g{i} }}\nPARAMETER {{ g{i} = {i} }}\n"
            f"FUNCTION f{i}(x) {{ f{i} = x + g{i} }}\n"
        )
    assert h.nrn_load_mod(str(tmp_path)) == 3
    assert [h.f0(1), h.f1(1), h.f2(1)] == [1, 2, 3]
    h.g1 = 10
    assert [h.f0(1), h.f1(1), h.f2(1)] == [1, 11, 3]


# --- nrnivmodl -------------------------------------------------------------------------------------------


def arch():
    return ranvier._ext._architecture()


def test_nrnivmodl_leaves_what_scripts_look_for(folder, tmp_path_factory):
    made = program(["nrnivmodl", "-coreneuron", "-incflags", "-I.", "-loadflags", "-lm", "."], folder)
    assert made.returncode == 0, made.stderr
    library = folder / arch() / "libnrnmech.so"
    assert library.is_file() and os.access(folder / arch() / "special", os.X_OK)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    check = "from ranvier import h; print(h.nrn_load_dll({!r})); h.Section(name='s').insert('lk')"
    assert "1.0" in python(check.format(str(library)), elsewhere).stdout
    script = elsewhere / "script.py"
    script.write_text(
        "from neuron import h; import sys; s = h.Section(name='s'); s.insert('lk'); print(s.g_lk, sys.argv[-3:])"
    )
    ran = subprocess.run(
        [folder / arch() / "special", "-python", "-nobanner", str(script), "a"],
        cwd=elsewhere,
        capture_output=True,
        text=True,
        timeout=120,
        env=environment_of(),
        check=False,
    )
    assert ran.stdout == f"0.001 {['-nobanner', str(script), 'a']}\n", ran.stderr
    # the folder may move
    moved = elsewhere / "moved"
    folder.rename(moved)
    assert "1.0" in python(check.format(str(moved / arch() / "libnrnmech.so")), elsewhere).stdout


def test_nrnivmodl_refuses_what_cannot_be_compiled(folder):
    (folder / "bad.mod").write_text("NEURON { SUFFIX bad }\nINITIAL { nosuch(1) }\n")
    made = program(["nrnivmodl"], folder)
    assert made.returncode == 1
    assert "bad.mod:2" in made.stderr
    assert not (folder / arch()).exists()
    assert program(["nrnivmodl", "nosuch.mod"], folder).returncode == 1
    assert program(["nrnivmodl", "-frobnicate"], folder).returncode == 2


def test_a_folder_s_library_decides_what_is_loaded(folder):
    assert program(["nrnivmodl", "lk.mod"], folder).returncode == 0
    (folder / "late.mod").write_text(leak("late"))
    code = "from ranvier import h; print(hasattr(h, 'lk'), hasattr(h, 'late'))"
    assert python(code, folder).stdout == "True False\n"
    assert python(code, folder, RANVIER_AUTOLOAD="0").stdout == "False False\n"


def test_a_library_whose_files_are_gone(folder):
    assert program(["nrnivmodl"], folder).returncode == 0
    (folder / "lk.mod").unlink()
    library = str(folder / arch() / "libnrnmech.so")
    with pytest.raises(OSError, match=r"lk.mod.*nrnivmodl again"):
        ranvier.World().h.nrn_load_dll(library)
    imported = python("import ranvier; print('here')", folder)
    assert imported.stdout == "here\n" and "warning" in imported.stderr
    assert ranvier.World().h.nrn_load_dll(str(folder / "nosuch.so")) == 0


def test_a_library_that_neuron_built(folder, tmp_path_factory):
    built = tmp_path_factory.mktemp("built")
    place = built / arch()
    place.mkdir()
    (place / "libnrnmech.so").write_bytes(
        b"\x7fELF\x02\x01 machine code \x00help ?1 lk " + bytes(folder / "lk.mod") + b"\n\x00"
    )
    h = ranvier.World().h
    assert h.nrn_load_dll(str(place / "libnrnmech.so")) == 1  # by the names in the code
    relative = os.path.relpath(folder / "lk.mod", built)
    (place / "mod_func.cpp").write_text(
        f'extern void _lk_reg(void);\n fprintf(stderr, " \\"{relative}\\"");\n'
    )
    assert ranvier.World().h.nrn_load_dll(str(place / "libnrnmech.so")) == 1
    (place / "mod_func.cpp").write_text("nothing")
    relative = os.path.relpath(folder / "lk.mod", place)
    (place / "makemod2c_inc").write_text(f"lk.cpp: {relative} $(NOCMODL)\n\t(cd ..)\n\n./lk.o: lk.cpp\n")
    assert ranvier.World().h.nrn_load_dll(str(place / "libnrnmech.so")) == 1
    (place / "makemod2c_inc").unlink()
    (place / "libnrnmech.so").write_bytes(b"\x7fELF\x02\x01 machine code")
    with pytest.raises(ValueError, match="machine code"):
        ranvier.World().h.nrn_load_dll(str(place / "libnrnmech.so"))


# --- the working folder ----------------------------------------------------------------------------------


def test_files_of_the_working_folder_are_offered(folder):
    (folder / "broken.mod").write_text("NEURON { SUFFIX broken \nINITIAL { x = = }\n")
    (folder / "foreign.mod").write_text("MODULE Fortran\n  INTEGER :: i\nEND MODULE\n")
    (folder / "late.mod").write_text("NEURON { SUFFIX late }\nINITIAL { nosuch(1) }\n")
    quiet = python("import ranvier; print('imported')", folder)
    assert quiet.stdout == "imported\n"
    assert "warning: ./broken.mod" in quiet.stderr and "warning: ./foreign.mod" in quiet.stderr
    used = python(
        "from ranvier import h\ns = h.Section(name='s')\ns.insert('lk')\nprint(s.g_lk)\n"
        "try: s.insert('broken')\nexcept ValueError as e: print(e)",
        folder,
    )
    assert used.stdout.startswith("0.001\n") and "ranvier mod check" in used.stdout
    assert "warning: ./late.mod" in used.stderr


def test_importing_beside_many_files_is_quick(tmp_path):
    body = "\n".join(
        f"FUNCTION f{i}(x) {{ LOCAL y y = x*{i} if (y > 3) {{ f{i} = exp(y)/(1 + y^2) }} else {{ f{i} = y }} }}"
        for i in range(20)
    )
    for i in range(50):
        (tmp_path / f"m{i}.mod").write_text(leak(f"m{i}") + body)
    code = (
        "import time, ranvier._ext; t = time.process_time(); import ranvier; print(time.process_time() - t)"
    )
    with_files = min(float(python(code, tmp_path).stdout) for _ in range(3))
    without = min(float(python(code, tmp_path, RANVIER_AUTOLOAD="0").stdout) for _ in range(3))
    assert with_files - without < 0.15


# --- the program -----------------------------------------------------------------------------------------


def test_mod_check(folder):
    good = program(["mod", "check", "lk.mod"], folder)
    assert good.returncode == 0
    (folder / "bad.mod").write_text("NEURON { SUFFIX bad }\nINITIAL { a = 1 b = 2 }\n")
    bad = program(["mod", "check", "bad.mod"], folder)
    assert bad.returncode == 1
    assert "bad.mod:2:11" in bad.stdout and "bad.mod:2:17" in bad.stdout and "^" in bad.stdout
    report = json.loads(program(["mod", "check", "--json", "bad.mod", "lk.mod", "nosuch.mod"], folder).stdout)
    assert report["errors"] == 3
    assert [(d["line"], d["column"]) for d in report["diagnostics"]][:2] == [(2, 11), (2, 17)]


def test_mod_show(folder):
    for stage, word in (("ast", "BREAKPOINT"), ("mir", "accumulate"), ("llvm", "define"), ("asm", ".text")):
        if stage in ("llvm", "asm") and ranvier.World().backend == "interpreter":
            continue
        shown = program(["mod", "show", f"--stage={stage}", "lk.mod"], folder)
        assert shown.returncode == 0, shown.stderr
        assert word in shown.stdout


def test_cache_is_shown_cleared_and_bounded(folder, tmp_path):
    if ranvier.World().backend == "interpreter":
        pytest.skip("nothing is compiled here")
    cache = tmp_path / "cache"
    environment = {"RANVIER_CACHE_DIR": str(cache)}
    assert program(["nrnivmodl"], folder, **environment).returncode == 0
    kernels = list(cache.glob("*.rvk"))
    assert kernels
    shown = program(["cache"], folder, **environment).stdout
    assert f"kernels {len(kernels)}" in shown
    assert shown.endswith(" MB of 512 MB\n")
    assert program(["cache"], folder, RANVIER_CACHE_MB="3", **environment).stdout.endswith(" MB of 3 MB\n")
    old = cache / ("0" * 32 + ".rvk")
    old.write_bytes(bytes(2 << 20))
    os.utime(old, (time.time() - 1e6,) * 2)
    (folder / "other.mod").write_text(leak("other").replace("g*(v - e)", "g*(v - e)^3"))
    assert program(["nrnivmodl", "other.mod"], folder, RANVIER_CACHE_MB="1", **environment).returncode == 0
    assert not old.exists()
    assert "removed" in program(["cache", "clear"], folder, **environment).stdout
    assert not list(cache.glob("*.rvk"))


def test_many_processes_fill_one_cache(folder, tmp_path):
    code = (
        "from ranvier import World; h = World('lanes').h; h.nrn_load_mod('lk.mod')\n"
        "s = h.Section(name='s'); s.insert('lk'); h.finitialize(-50); h.fadvance(); print(s.i_lk.hex())"
    )
    if ranvier.World().backend == "interpreter":
        pytest.skip("nothing is compiled here")
    environment = environment_of(RANVIER_CACHE_DIR=str(tmp_path / "cache"))
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code], cwd=folder, env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(12)
    ]
    results = [p.communicate(timeout=300)[0] for p in running]
    assert len(set(results)) == 1 and results[0]
    assert all(p.returncode == 0 for p in running)
    assert not list((tmp_path / "cache").glob("*.tmp"))


def test_without_a_writable_home(folder):
    code = (
        "from ranvier import World; h = World('lanes').h; s = h.Section(name='s'); s.insert('hh')\n"
        "h.finitialize(-65); print(h.t)"
    )
    if ranvier.World().backend == "interpreter":
        pytest.skip("nothing is compiled here")
    assert python(code, folder, HOME="/proc", XDG_CACHE_HOME="/proc/nowhere").stdout == "0.0\n"
