# SPDX-License-Identifier: BSD-3-Clause
"""Checkpoints: the same bits in a fresh process, files that are whole or refused, kills, full disks."""

from __future__ import annotations

import os
import random
import resource
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

import pytest

import ranvier

FOLDER = Path(__file__).parent / "checkpoint_models"
sys.path.insert(0, str(FOLDER))
import models  # noqa: E402

GO_ON = """
import sys
import ranvier
for path in sys.argv[2:]:
    world = ranvier.World.load(path)
    world.h.continuerun(float(sys.argv[1]))
    world.save(path + ".end")
"""


def sections_of(content: bytes) -> dict[str, bytes]:
    """Name to bytes, as src/checkpoint/include/ranvier/checkpoint/container.hpp says."""
    header = struct.unpack_from("<I", content, 12)[0]
    out, at = {}, header + 32
    for entry in range(16, header, 56):
        name = content[entry : entry + 16].rstrip(b"\0").decode()
        size = struct.unpack_from("<Q", content, entry + 16)[0]
        out[name] = content[at : at + size]
        at += size
    return out


def differing(a: bytes, b: bytes) -> list[str]:
    """Names of the sections that differ."""
    one, two = sections_of(a), sections_of(b)
    assert one.keys() == two.keys()
    return [name for name in one if one[name] != two[name]]


def goes_on_with_the_same_bits(tmp_path, name, count):
    """Saved at random times; at the end everything that a checkpoint holds is the same, byte by byte."""
    world = ranvier.World()
    kept = models.build(world, name)
    chance = random.Random(name)
    files = []
    for t in sorted(chance.uniform(0, models.END) for _ in range(count)):
        world.h.continuerun(t)
        files.append(str(tmp_path / f"{t:.3f}.rv"))
        world.save(files[-1])
    world.h.continuerun(models.END)
    world.save(tmp_path / "end.rv")
    end = (tmp_path / "end.rv").read_bytes()
    assert kept
    done = subprocess.run(
        [sys.executable, "-c", GO_ON, str(models.END), *files], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    for file in files:
        assert differing(Path(file + ".end").read_bytes(), end) == [], file


@pytest.mark.parametrize("name", models.MODELS)
def test_a_fresh_process_goes_on_with_the_same_bits(tmp_path, name):
    """Of a fixed step: saving changes nothing in the world that is saved."""
    goes_on_with_the_same_bits(tmp_path, name, 2)


@pytest.mark.slow
@pytest.mark.parametrize("name", models.MODELS)
def test_saved_at_many_times(tmp_path, name):
    """Fifty random times."""
    goes_on_with_the_same_bits(tmp_path, name, 50)


@pytest.mark.parametrize(("name", "method"), models.VARIABLE)
def test_a_variable_step_goes_on_with_the_same_bits(tmp_path, name, method):
    """Its integrator begins anew where the world is saved, in both worlds: the last save is the one to compare with."""
    world = ranvier.World()
    kept = models.build(world, name, method)
    chance = random.Random(name + method)
    for t in sorted(chance.uniform(0, models.END) for _ in range(4)):
        if chance.random() < 0.5:
            world.h.cvode.solve(t)
        else:
            world.h.continuerun(t)
        file = str(tmp_path / f"{t:.3f}.rv")
        world.save(file)
        other = world.clone()
        for w in (world, other):
            w.h.continuerun(t + 3)
        world.save(tmp_path / "one")
        other.save(tmp_path / "two")
        one = (tmp_path / "one").read_bytes()
        assert differing((tmp_path / "two").read_bytes(), one) == [], t
        done = subprocess.run(
            [sys.executable, "-c", GO_ON, str(t + 3), file], capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        assert differing(Path(file + ".end").read_bytes(), one) == [], t
    assert kept


def test_a_spike_that_was_sent_is_not_sent_again(tmp_path):
    """A save between a step's begin and a crossing that it has passed."""
    counts = []
    for times in ([], [1.5 + 0.05 * i for i in range(60)]):
        world = ranvier.World()
        h = world.h
        soma = models.cell(h)
        kept = models.clamp(h, soma(0.5), 1, 20, 0.5)
        spikes = h.Vector()
        netcon = h.NetCon(soma(0.5)._ref_v, None, sec=soma)
        netcon.threshold = -10
        netcon.record(spikes)
        h.cvode.active(1)
        h.finitialize(-65)
        for t in times:
            h.cvode.solve(t)
            world.save(tmp_path / "a.rv")
        h.cvode.solve(20)
        counts.append(len(spikes))
        assert kept
    assert counts[0] == counts[1] > 1


def test_a_refused_save_leaves_the_integrator_alone(tmp_path):
    """Its steps are those of a world that nobody tried to save."""
    steps = []
    for tries in (False, True):
        world = ranvier.World()
        kept = models.build(world, "one_cell", "variable")
        world.h.continuerun(10)
        if tries:
            world.h.cvode.event(25, lambda: None)
            with pytest.raises(ranvier.StateError, match="CVode.event"):
                world.save(tmp_path / "a.rv")
        world.h.continuerun(20)
        steps.append(kept[3].to_python())
    assert steps[0] == steps[1]


def test_a_clone_goes_its_own_way():
    """The first world is as if it had never been cloned; an edit of one does not reach the other."""
    world, reference = ranvier.World(), ranvier.World()
    kept = models.build(world, "ring"), models.build(reference, "ring")
    for w in (world, reference):
        w.h.continuerun(9.3)
    other = world.clone()
    third = other.clone()
    sections = list(other.h.allsec())
    sections[0].gnabar_hh = 0
    for w in (world, reference, other, third):
        w.h.continuerun(20)
    v = [[sec(0.5).v for sec in w.h.allsec()] for w in (world, reference, other, third)]
    assert v[0] == v[1] == v[3] != v[2]
    assert kept


def test_what_a_loaded_world_offers(tmp_path):
    """Sections, point processes, NetCons and what was recorded; they live by themselves."""
    world = ranvier.World()
    kept = models.build(world, "one_cell")
    world.h.continuerun(7)
    world.save(tmp_path / "a.rv")
    world.h.continuerun(10)
    again = ranvier.World.load(tmp_path / "a.rv")
    again.h.continuerun(10)
    (soma,) = again.h.allsec()
    assert soma.name() == "soma"
    del soma
    (soma,) = again.h.allsec()  # no Python object owns it
    vectors = [thing for name, thing in again.things.items() if name.startswith("Vector")]
    assert sorted(list(v) for v in vectors) == sorted(list(v) for v in kept if type(v).__name__ == "Vector")
    assert again.h.List("IClamp").count() == 1
    assert again.things[again.h.List("IClamp").o(0).hname()].amp == 0.3
    soma.nseg = 5  # and may be edited
    again.h.finitialize(-65)
    again.h.continuerun(1)


def test_every_flipped_byte_is_refused(tmp_path):
    """Each byte of a small file in turn, also cut and made longer."""
    world = ranvier.World()
    soma = world.h.Section(name="soma")
    world.h.finitialize(-65)
    path = tmp_path / "a.rv"
    world.save(path)
    assert soma.nseg == 1
    good = path.read_bytes()
    ranvier.World.load(path)
    chance = random.Random(3)
    with path.open("r+b", buffering=0) as file:
        for i, byte in enumerate(good):
            file.seek(i)
            file.write(bytes([byte ^ (1 << chance.randrange(8))]))
            with pytest.raises(ranvier.IoError):
                ranvier.World.load(path)
            file.seek(i)
            file.write(bytes([byte]))
    ranvier.World.load(path)
    for size in [0, 1, 15, 16, 200, len(good) // 2, len(good) - 1]:
        path.write_bytes(good[:size])
        with pytest.raises(ranvier.IoError):
            ranvier.World.load(path)
    path.write_bytes(good + b"\0")
    with pytest.raises(ranvier.IoError, match="too many"):
        ranvier.World.load(path)


def test_refusals_say_why(tmp_path):
    """Missing, foreign, newer."""
    with pytest.raises(ranvier.IoError, match="No such file"):
        ranvier.World.load(tmp_path / "none.rv")
    path = tmp_path / "a.rv"
    path.write_bytes(b"PK\x03\x04" + bytes(5000))
    with pytest.raises(ranvier.IoError, match="not a checkpoint of Ranvier"):
        ranvier.World.load(path)
    from hashlib import blake2b

    header = b"RVWORLD\n" + struct.pack("<II", 99, 16)
    path.write_bytes(header + blake2b(header, digest_size=32).digest())
    with pytest.raises(ranvier.IoError, match="newer Ranvier"):
        ranvier.World.load(path)


def test_a_kill_while_saving_leaves_a_whole_file(tmp_path):
    """100 times: the file is the one before or the one after."""
    world = ranvier.World()
    kept = models.build(world, "ring")
    world.h.continuerun(3)
    path = tmp_path / "a.rv"
    world.save(path)
    chance = random.Random(5)
    for _ in range(100):
        child = os.fork()
        if child == 0:
            try:
                while True:
                    world.h.fadvance()
                    world.save(path)
            finally:
                os._exit(1)
        time.sleep(chance.uniform(0, 0.03))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        again = ranvier.World.load(path)
        assert again.h.t >= 3
    again.h.continuerun(4)
    assert kept


def test_no_room_is_an_error_and_the_old_file_stays(tmp_path):
    """A limit on the size of files, a full device, folders that cannot be written; the world goes on."""
    world = ranvier.World()
    kept = models.build(world, "ring")
    world.h.continuerun(3)
    path = tmp_path / "a.rv"
    world.save(path)
    before = path.read_bytes()
    world.h.continuerun(4)
    old = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, old[1]))
    try:
        with pytest.raises(ranvier.IoError, match="too large"):
            world.save(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, old)
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == ["a.rv"]
    with pytest.raises(ranvier.IoError, match="No space"):
        world.save("/dev/full")
    for place in (tmp_path, tmp_path / "none" / "a.rv", "/proc/a.rv"):
        with pytest.raises(ranvier.IoError):
            world.save(place)
    if os.geteuid() != 0:
        tmp_path.chmod(0o555)
        with pytest.raises(ranvier.IoError, match="denied"):
            world.save(tmp_path / "b.rv")
        tmp_path.chmod(0o755)
    world.h.continuerun(5)
    assert kept


def test_functions_of_the_program_are_refused_by_name(tmp_path):
    """Or left out if that is said."""
    world = ranvier.World()
    h = world.h
    cell = h.IntFire1()
    netcon = h.NetCon(cell, None)
    netcon.record(lambda: None)
    h.finitialize()
    h.cvode.event(5, lambda: None)
    with pytest.raises(ranvier.StateError) as caught:
        world.save(tmp_path / "a.rv")
    assert "NetCon.record" in str(caught.value)
    assert "CVode.event" in str(caught.value)
    assert os.listdir(tmp_path) == []
    world.save(tmp_path / "a.rv", without_functions=True)
    ranvier.World.load(tmp_path / "a.rv").h.continuerun(10)
    assert netcon.active()


def test_memory_that_c_took_is_refused_by_name(tmp_path):
    """An address means nothing in another process."""
    text = """NEURON { POINT_PROCESS Taker POINTER block }
VERBATIM
static double* kept;
ENDVERBATIM
ASSIGNED { block }
INITIAL {
VERBATIM
    kept = (double*)calloc(4, sizeof(double));
    _p_block = kept;
ENDVERBATIM
}
"""
    world = ranvier.World()
    world._load_mechanism_text("taker.mod", text)
    soma = world.h.Section(name="soma")
    taker = world.h.Taker(soma(0.5))
    world.h.finitialize(-65)
    with pytest.raises(ranvier.StateError) as caught:
        world.save(tmp_path / "a.rv")
    assert "'kept' of the C in taker.mod" in str(caught.value)
    assert "Taker.block" in str(caught.value)
    assert taker.get_segment() == soma(0.5)


def test_a_world_that_runs_is_not_saved(tmp_path):
    """From a callback of the run."""
    world = ranvier.World()
    h = world.h
    soma = h.Section(name="soma")
    h.finitialize(-65)
    seen = []

    def save():
        with pytest.raises(ranvier.StateError, match="middle of a run"):
            world.save(tmp_path / "a.rv")
        seen.append(h.t)

    h.cvode.event(1, save)
    h.continuerun(2)
    assert seen
    assert soma.nseg == 1


NOISE = """
import sys
import ranvier
other = ranvier.World().h  # streams of its own, with the numbers of those that were saved
theirs = [(other.NetStim(), other.Random()) for _ in range(5)]
for stim, random in theirs:
    random.Isaac64(11)
    random.negexp(1)
    stim.noiseFromRandom(random)
world = ranvier.World.load(sys.argv[1])
world.h.continuerun(float(sys.argv[2]))
world.save(sys.argv[1] + ".end")
"""


def noisy_stims(h):
    """Two stims that draw from one Random in turn, two from their own; the Randoms stay with the stims."""
    cell = h.IntFire1()
    times, ids = h.Vector(), h.Vector()
    keep = [cell, times, ids]
    shared = None
    for i in range(4):
        stim = h.NetStim()
        stim.number, stim.interval, stim.start, stim.noise = 1e6, 3, 0, 1
        if i == 1:
            r = shared
        else:
            r = h.Random()
            if i == 2:
                r.Isaac64(7)
            else:
                r.MCellRan4(100 + i, 3)
            r.negexp(1)
            shared = r
        stim.noiseFromRandom(r)
        netcon = h.NetCon(stim, cell)
        netcon.record(times, ids, i)
        keep += [stim, netcon]
    return keep


def test_a_netstim_goes_on_drawing_from_its_random(tmp_path):
    """In another process, whose numbers of streams are others, and in a clone, which draws from a Random of its own."""
    world = ranvier.World()
    h = world.h
    keep = noisy_stims(h)
    h.finitialize()
    h.continuerun(20)
    file = tmp_path / "a.rv"
    world.save(file)
    clone = world.clone()
    clone.h.continuerun(50)
    clone.save(tmp_path / "clone.rv")
    h.continuerun(50)
    world.save(tmp_path / "end.rv")
    end = (tmp_path / "end.rv").read_bytes()
    assert len(keep[1]) > 40
    assert differing((tmp_path / "clone.rv").read_bytes(), end) == []
    done = subprocess.run(
        [sys.executable, "-c", NOISE, file, "50"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert differing((tmp_path / "a.rv.end").read_bytes(), end) == []
