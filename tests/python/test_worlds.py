# SPDX-License-Identifier: BSD-3-Clause
"""Many worlds in one process; what an import costs; errors in .mod files."""

import gc
import subprocess
import sys
import threading
import weakref

import pytest

import ranvier

MISTAKES = {
    "syntax.mod": "NEURON { SUFFIX a }\nPARAMETER { g = = 3 }\nASSIGNED { x y z",
    "undeclared.mod": "NEURON { SUFFIX b }\nBREAKPOINT { q = nothing_here + 1 }\n",
    "empty.mod": "",
    "binary.mod": "\x00\x01\x7fELF\x02" * 50,
}


def spiking(h, amplitude):
    s = h.Section(name="soma")
    s.L = s.diam = 20
    s.insert("hh")
    clamp = h.IClamp(s(0.5))
    clamp.delay, clamp.dur, clamp.amp = 1, 1, amplitude
    v = h.Vector().record(s(0.5)._ref_v)
    return s, clamp, v


def test_worlds_know_nothing_of_each_other():
    one, two = ranvier.World().h, ranvier.World().h
    s = one.Section(name="s")
    assert two.allsec() == []
    one.celsius = 20
    assert two.celsius == 6.3
    t = two.Section(name="t")
    for use in (lambda: t.connect(s(1)), lambda: two.IClamp(s(0.5)), lambda: two.delete_section(sec=s)):
        with pytest.raises(ValueError, match="world"):
            use()


def test_two_worlds_run_in_two_threads_and_are_right():
    expected = {}
    for amplitude in (0.1, 0.5):
        h = ranvier.World().h
        model = spiking(h, amplitude)
        h.finitialize(-65)
        h.continuerun(50)
        expected[amplitude] = model[2].to_python()
    assert expected[0.1] != expected[0.5]
    got = {}

    def run(amplitude):
        h = ranvier.World().h
        model = spiking(h, amplitude)
        h.finitialize(-65)
        h.continuerun(50)
        got[amplitude] = model[2].to_python()

    threads = [threading.Thread(target=run, args=(a,)) for a in expected]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == expected


def test_a_world_goes_when_nothing_holds_it():
    world = ranvier.World()
    spiking(world.h, 0.5)
    gone = weakref.ref(world)
    del world
    gc.collect()
    assert gone() is None


def test_back_ends_are_chosen_by_name():
    assert ranvier.World(backend="interpreter").backend == "interpreter"
    with pytest.raises(ValueError, match="automatic, interpreter, scalar or lanes"):
        ranvier.World(backend="gpu")


def test_import_is_light():
    code = (
        "import sys, ranvier;"
        "print([m for m in ('numpy', 'matplotlib') if m in sys.modules]);"
        "print('LLVM' if 'libranvier_llvm' in open('/proc/self/maps').read() else 'light')"
    )
    out = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split("\n")
    assert out[:2] == ["[]", "light"]


@pytest.mark.parametrize("name", sorted(MISTAKES))
def test_mod_files_with_mistakes_say_where(h, tmp_path, name):
    file = tmp_path / name
    file.write_bytes(MISTAKES[name].encode("latin-1"))
    with pytest.raises(ranvier.CompileError, match=name) as caught:
        h.nrn_load_mod(str(file))
    first = caught.value.diagnostics[0]
    assert first["severity"] == "error" and first["line"] >= 1 and first["column"] >= 1
    s = h.Section(name="s")
    s.insert("hh")
    h.finitialize(-65)
    h.fadvance()


def test_all_mistakes_of_a_folder_come_at_once(h, tmp_path):
    for name, text in MISTAKES.items():
        (tmp_path / name).write_bytes(text.encode("latin-1"))
    with pytest.raises(ranvier.CompileError) as caught:
        h.nrn_load_mod(str(tmp_path))
    assert {d["file"].rpartition("/")[2] for d in caught.value.diagnostics} == set(MISTAKES)
    with pytest.raises(OSError, match="nowhere"):
        h.nrn_load_mod(str(tmp_path / "nowhere.mod"))


def test_every_builtin_of_the_table_exists():
    h = ranvier.World().h
    for kind, name, _, _, _, members in ranvier._ext._builtins():
        thing = getattr(h, name)
        assert (kind == "number") == isinstance(thing, float), name
        for member, signature, _ in members:
            if (
                kind == "type"
                and (signature.startswith("(") or name != "Section")
                and name != "FInitializeHandler"
            ):
                assert hasattr(thing, member), f"{name}.{member}"


def test_documentation_is_there():
    h = ranvier.World().h
    assert "[nA]" in h.IClamp.__doc__
    assert "um2" in type(h).area.__doc__
    assert h.nrnversion(5) == ranvier.__version__
