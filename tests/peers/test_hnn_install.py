# SPDX-License-Identifier: BSD-3-Clause
"""hnn-core comes from its source package, with the shim in NEURON's place and no compiler."""

from __future__ import annotations

import shutil

import hnn_environment
import pytest


def test_the_environment_holds_nothing_of_neuron(in_hnn):
    out = in_hnn("-m", "pip", "list", "--format=freeze", "--disable-pip-version-check").lower().splitlines()
    assert "neuron==8.2.7+ranvier" in out
    assert hnn_environment.HNN_CORE in out
    assert "no broken requirements" in in_hnn("-m", "pip", "check", "--disable-pip-version-check").lower()


def test_its_build_had_no_compiler(hnn_python, in_hnn):
    """It is made with nothing but the environment's programs on PATH: nrnivmodl is the shim's, and there is no cc."""
    for compiler in ("cc", "gcc", "g++", "c++", "clang", "make"):
        assert shutil.which(compiler, path=str(hnn_python.parent)) is None
    where = "import glob, hnn_core; print(*glob.glob(f'{hnn_core.__path__[0]}/mod/*/libnrnmech.so'))"
    with open(in_hnn("-c", where).splitlines()[-1], encoding="utf-8") as library:
        assert library.readline() == "ranvier mechanism library 1\n"
        assert "mod ../hh2.mod\n" in library.readlines()


JOBS = """
import json, sys
from hnn_core import JoblibBackend, jones_2009_model, simulate_dipole
from hnn_core.network_models import add_erp_drives_to_jones_model
from joblib import parallel_config

def spikes(backend, jobs):
    net = jones_2009_model(mesh_shape=(3, 3))
    add_erp_drives_to_jones_model(net)
    with parallel_config(backend=backend, n_jobs=jobs), JoblibBackend(n_jobs=jobs):
        dipoles = simulate_dipole(net, tstop=40, n_trials=2, verbose=False)
    return net.cell_response.spike_times, [list(d.data["agg"]) for d in dipoles]

if __name__ == "__main__":
    one = spikes("loky", 1)
    print(len(one[0][0]) > 0, one[0][0] != one[0][1], spikes(sys.argv[1], 2) == one)
"""


@pytest.mark.parametrize("backend", ["loky", "multiprocessing"])
def test_trials_in_processes(in_hnn, tmp_path, backend):
    """Processes that are spawned (loky) and forked after a run (multiprocessing) give the same bits."""
    script = tmp_path / "jobs.py"
    script.write_text(JOBS)
    assert in_hnn(script, backend).split() == ["True", "True", "True"]
