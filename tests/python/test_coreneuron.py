# SPDX-License-Identifier: BSD-3-Clause
"""Settings for CoreNEURON: kept, checked, and runs are the same."""

import subprocess
import sys

import pytest

import ranvier


@pytest.fixture
def settings():
    import importlib

    from ranvier import coreneuron

    importlib.reload(coreneuron)
    yield coreneuron
    importlib.reload(coreneuron)


def test_options_are_those_that_neuron_hands_over(settings):
    # recorded from NEURON 9.0.2
    assert settings.nrncore_arg(5) == ""
    settings.enable = 1
    assert settings.enable is True
    assert settings.nrncore_arg(5) == " --tstop 5 --verbose 2 --voltage 1000."
    settings.verbose = 3
    settings.num_gpus = 2
    settings.warp_balance = 3
    settings.model_stats = 1
    assert settings.nrncore_arg(5.5) == " --tstop 5.5 --nwarp 3 --verbose 3 --model-stats --voltage 1000."
    settings.skip_write_model_to_disk = 1
    settings.prcellstate = 3
    settings.save_path = "a"
    settings.model_path = "x"
    settings.sim_config = "f"
    settings.cell_permute = 1
    settings.restore_path = "q"
    assert settings.valid_cell_permute() == {0, 1}
    assert settings.nrncore_arg(10) == (
        " --datpath x --skip-write-model-to-disk --tstop 10 --cell-permute 1 --nwarp 3 --prcellgid 3 --verbose 3"
        " --model-stats --checkpoint a --restore q --read-config f --voltage 1000."
    )


def test_wrong_settings(settings):
    with pytest.raises(ValueError, match=r"coreneuron\.verbose: out of range \(got 9\); allowed: 0 to 3"):
        settings.verbose = 9
    with pytest.raises(ValueError, match="invalid literal"):
        settings.enable = "x"
    with pytest.warns(UserWarning, match="no GPU engine"):
        settings.gpu = True
    with pytest.warns(UserWarning, match="no such setting"):
        settings.emable = True


def spikes(settings, enable):
    settings.enable = enable
    h = ranvier.World().h
    h.load_file("stdrun.hoc")
    cell = h.Section(name="cell")
    cell.insert("hh")
    clamp = h.IClamp(cell(0.5))
    clamp.dur, clamp.amp = 20, 500
    times = h.Vector()
    netcon = h.NetCon(cell(0.5)._ref_v, None, sec=cell)
    netcon.record(times)
    pc = h.ParallelContext()
    pc.set_maxstep(10)
    h.finitialize(-65)
    pc.psolve(20)
    return list(times)


def test_a_run_gives_the_same_spikes(settings):
    without = spikes(settings, False)
    assert len(without) >= 1
    assert spikes(settings, True) == without


def test_the_shim_has_the_same_settings():
    program = "from neuron import coreneuron as a; from ranvier import coreneuron as b; a.enable = 1; print(b.enable)"
    done = subprocess.run(
        [sys.executable, "-m", "ranvier", "-c", program], capture_output=True, text=True, check=False
    )
    assert done.stdout.strip() == "True", done.stderr
