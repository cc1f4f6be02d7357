# SPDX-License-Identifier: BSD-3-Clause
"""``import neuron`` on Ranvier, as ``python -m ranvier`` gives it to a script."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import ranvier

PACKAGE = str(Path(ranvier.__file__).absolute().parents[1])


def run(folder, text, *, ok=True, **environment):
    script = folder / "script.py"
    script.write_text(text)
    path = os.environ.get("PYTHONPATH")
    done = subprocess.run(
        [sys.executable, "-m", "ranvier", "script.py"],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "PYTHONPATH": f"{PACKAGE}:{path}" if path else PACKAGE, **environment},
        check=False,
    )
    assert (done.returncode == 0) == ok, done.stdout + done.stderr
    return done.stdout.splitlines() if ok else done.stderr


VERSIONS = """
import neuron
from neuron import h
print(neuron.__version__, neuron.version, h.nrnversion(5), h.usetable_hh, neuron.__ranvier_version__)
print(h.nrnversion())
"""


def test_scripts_find_neuron_8(tmp_path):
    first, second = run(tmp_path, VERSIONS)
    assert first == f"8.2.7 8.2.7 8.2.7 0.0 {ranvier.__version__}"
    assert second == f"NEURON -- VERSION 8.2.7 (Ranvier {ranvier.__version__})"


def test_the_environment_asks_for_neuron_9(tmp_path):
    first, second = run(tmp_path, VERSIONS, RANVIER_COMPAT="9")
    assert first.startswith("9.0.2 9.0.2 9.0.2 1.0 ")
    assert second.startswith("NEURON -- VERSION 9.0.2 (Ranvier ")


def test_an_unknown_version_is_refused(tmp_path):
    assert "RANVIER_COMPAT is out of range (got '7'); allowed: 8 or 9" in run(
        tmp_path, VERSIONS, ok=False, RANVIER_COMPAT="7"
    )


def test_ranvier_alone_answers_for_itself():
    assert ranvier.World().h.nrnversion(5) == ranvier.__version__
    assert ranvier.World().h.usetable_hh == 1


HH = """
from neuron import h
h.load_file("stdrun.hoc")
soma = h.Section(name="soma")
soma.insert("hh")
h.finitialize(-64.5)
print(repr(soma(0.5).hh.m))
"""


@pytest.mark.parametrize(
    # NEURON 8.2.7 and 9.0.2 at -64.5 mV; the latter interpolates a table
    ("compat", "m"),
    [("8", 0.05613717526491307), ("9", 0.05622366427616188)],
)
def test_hh_is_that_of_the_version(tmp_path, compat, m):
    assert float(run(tmp_path, HH, RANVIER_COMPAT=compat)[-1]) == pytest.approx(m, rel=1e-12)


NOISE = """
from neuron import h

def spikes(stims, runs=2):
    vectors, keep = [h.Vector() for _ in stims], []
    for stim, vector in zip(stims, vectors):
        keep.append(h.NetCon(stim, None))
        keep[-1].record(vector)
    out = []
    for _ in range(runs):
        h.finitialize(-65)
        while h.t < 40:
            h.fadvance()
        out.append([[round(t, 8) for t in vector][:3] for vector in vectors])
    return out

def stim(random):
    made = h.NetStim()
    made.interval, made.number, made.start, made.noise = 3, 6, 2, 1
    made.noiseFromRandom(random)
    return made

def random(name, *numbers, distribution="negexp"):
    made = h.Random()
    getattr(made, name)(*numbers)
    getattr(made, distribution)(*((1,) if distribution == "negexp" else (0, 2)))
    return made

print([spikes([stim(r)]) for r in (random("ACG", 7), random("MLCG", 7), random("MCellRan4", 3, 4))])
print([spikes([stim(r)]) for r in (random("ACG", 7, distribution="uniform"), random("Isaac64", 5))])
shared = random("ACG", 7)
print(spikes([stim(shared) for _ in range(3)], 1))
stream = random("Random123", 1, 2, 3)
print(spikes([stim(stream)]))
numbers = random("Random123", 1, 2, 3, distribution="uniform")
print(spikes([stim(numbers)]))
"""
# The first three lines are what NEURON 8.2.7 prints; 9.0.2 has no such generators. Of a Random123 it takes the ids.
DRAWN = """\
[[[[3.22995273, 4.11364751, 5.47338777]], [[4.41043893, 6.24831187, 6.48664846]]], \
[[[4.01354855, 7.918887, 9.04307971]], [[4.02125832, 7.42375334, 11.47395063]]], \
[[[8.8236596, 16.89600891, 21.80768234]], [[3.56567212, 7.94289091, 8.74783167]]]]
[[[[5.98196425, 10.45109775, 14.26446548]], [[4.68660906, 7.93816995, 13.47993993]]], \
[[[2.37685887, 6.02493621, 10.39043898]], [[2.23881391, 2.27864343, 6.75958237]]]]
[[[3.22995273, 8.58344555, 11.26972383], [2.88369478, 5.7788516, 7.61672454], [3.35974026, 4.02778046, 5.05271056]]]
"""
STREAMS = {
    "8": """\
[[[6.42075197, 12.66219031, 18.86341879]], [[3.08331476, 8.16976802, 12.33771445]]]
[[[3.37461746, 4.12383943, 4.88317105]], [[6.18143526, 7.28249712, 8.77797229]]]
""",
    "9": """\
[[[2.05797082, 6.47872279, 12.72016113]], [[2.05797082, 6.47872279, 12.72016113]]]
[[[2.05797082, 6.47872279, 12.72016113]], [[2.05797082, 6.47872279, 12.72016113]]]
""",
}


@pytest.mark.parametrize("compat", ["8", "9"])
def test_noise_from_any_generator(tmp_path, compat):
    printed = run(tmp_path, NOISE, RANVIER_COMPAT=compat)
    assert printed[:3] == DRAWN.splitlines()
    assert printed[3:] == STREAMS[compat].splitlines()


ANSWERS = """
from neuron import h
print(h("x = 1"), h("x = ("), h.ref(3), h.ref(1e10), h.ref(1/3), h.ref("a"), h.ref(None), h.ref(h.Vector()))
"""


@pytest.mark.parametrize(
    ("compat", "said"),  # read from NEURON 8.2.7 and 9.0.2
    [
        (
            "8",
            '1 0 <hoc ref value 3> <hoc ref value 1e+10> <hoc ref value 0.333333> <hoc ref str "a"> '
            '<hoc ref value "NULLobject"> <hoc ref value "Vector[0]">',
        ),
        (
            "9",
            "True False <hoc ref value 3.000000> <hoc ref value 10000000000.000000> <hoc ref value 0.333333> "
            '<hoc ref str "a"> <hoc ref value "NULLobject"> <hoc ref value "Vector[0]">',
        ),
    ],
)
def test_answers_are_those_of_the_version(tmp_path, compat, said):
    assert run(tmp_path, ANSWERS, RANVIER_COMPAT=compat)[-1] == said


def test_types_and_modules(tmp_path):
    lines = run(
        tmp_path,
        """
import neuron
from neuron import h, hoc, nrn, units, gui
from neuron.units import mV, ms
import neuron.nrn
soma = h.Section(name="soma")
print([isinstance(x, hoc.HocObject) for x in (h, h.Vector(), h.IClamp(soma(0.5)), h.ref(1), soma(0.5)._ref_v)])
print([isinstance(x, hoc.HocObject) for x in (soma, soma(0.5), 1.0, "text")])
print(isinstance(soma, nrn.Section), isinstance(soma(0.5), nrn.Segment), isinstance(nrn.Section(name="b"), nrn.Section))
print([s.name() for s in nrn.allsec()], 3 * ms, -65 * mV)
class Trace(neuron.hclass(h.Vector)):
    pass
print(Trace([1, 2]).size(), isinstance(Trace(), h.Vector))
neuron.init()
neuron.run(1)
print(h.t)
""",
    )
    assert lines == [
        "[True, True, True, True, True]",
        "[False, False, False, False]",
        "True True True",
        "['soma'] 3.0 -65.0",
        "2 True",
        "0.9999999999999984",
    ]


LEAK = """NEURON { SUFFIX shimleak NONSPECIFIC_CURRENT i RANGE g, e }
PARAMETER { g = 0.001 e = -60 }
ASSIGNED { v i }
BREAKPOINT { i = g*(v - e) }
"""


def test_load_mechanisms_says_when_it_was_there(tmp_path):
    folder = tmp_path / "mechanisms"
    folder.mkdir()
    (folder / "shimleak.mod").write_text(LEAK)
    lines = run(
        tmp_path,
        """
import neuron
print(neuron.load_mechanisms("mechanisms"), neuron.load_mechanisms("mechanisms", False))
neuron.load_mechanisms("mechanisms")
print(neuron.load_mechanisms("nowhere"))
soma = neuron.h.Section(name="soma")
soma.insert("shimleak")
print(neuron.psection(soma)["density_mechs"]["shimleak"]["g"])
""",
    )
    assert lines[0] == "True True"
    assert "already loaded" in lines[1]
    assert lines[2:] == ["False", "[0.001]"]


def test_processes_of_the_script_find_it_too(tmp_path):
    assert run(
        tmp_path,
        """
import subprocess, sys
print(subprocess.check_output([sys.executable, "-c", "import neuron; print(neuron.__version__)"], text=True), end="")
""",
    ) == ["8.2.7"]
