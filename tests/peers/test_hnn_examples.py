# SPDX-License-Identifier: BSD-3-Clause
"""hnn-core's published examples run on the shim and draw their figures; where they are kept is printed."""

from __future__ import annotations

import os
import tarfile
from pathlib import Path

import hnn_environment
import pytest

pytestmark = [pytest.mark.peers, pytest.mark.timeout(3000)]

OUT = Path(__file__).resolve().parents[2] / "out" / "hnn_examples"
EXAMPLES = (
    "workflows/plot_simulate_evoked",
    "workflows/plot_simulate_alpha",
    "workflows/plot_simulate_beta",
    "workflows/plot_simulate_gamma",
    "howto/plot_record_extracellular_potentials",
    "howto/plot_connectivity",
    "howto/plot_firing_pattern",
    "howto/plot_batch_simulate",
    "howto/plot_replaying_spike_data_as_input",
)
# MPI is not there yet, and 50 iterations are many: the one example that wants both is run by jobs, with two.
CHANGED = {
    "howto/optimize_rhythmic": [
        ("MPIBackend, neymotin", "JoblibBackend, neymotin"),
        ("MPIBackend(n_procs=n_procs, mpi_cmd='mpiexec')", "JoblibBackend(n_jobs=1)"),
        ("max_iter=50", "max_iter=2"),
    ]
}
CALCIUM = """
import hnn_core
from hnn_core import calcium_model, simulate_dipole
from hnn_core.network_models import add_erp_drives_to_jones_model
net = calcium_model(mesh_shape=(3, 3))
add_erp_drives_to_jones_model(net)
dipole, = simulate_dipole(net, tstop=170, record_ca="soma")
dipole.plot()
net.cell_response.plot_spikes_raster()
calcium = [trace["soma"] for trace in net.cell_response.ca[0].values() if "soma" in trace]
assert max(max(trace) for trace in calcium) > 2 * min(min(trace) for trace in calcium) > 0
"""
# Figures that are shown are kept instead.
KEEP = """
import os, runpy, sys
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
script, prefix = sys.argv[1:]
sys.argv = [script]
sys.path.insert(0, os.path.dirname(script))
runpy.run_path(script, run_name="__main__")
assert plt.get_fignums()
for number in plt.get_fignums():
    plt.figure(number).savefig(f"{prefix}_{number}.png", dpi=70)
print(len(plt.get_fignums()), "figures")
"""


@pytest.fixture(scope="module")
def sources(hnn_python, in_hnn, tmp_path_factory):
    """What hnn-core's source package holds beside the package."""
    folder = tmp_path_factory.mktemp("sdist")
    pip = [
        "-m",
        "pip",
        "--disable-pip-version-check",
        "download",
        "--quiet",
        "--no-deps",
        "--no-build-isolation",
    ]
    in_hnn(*pip, "--no-binary", ":all:", "--dest", folder, hnn_environment.HNN_CORE)
    with tarfile.open(next(folder.glob("*.tar.gz"))) as archive:
        # Debian 12's Python does not know the filter yet.
        archive.extractall(folder, **({"filter": "data"} if hasattr(tarfile, "data_filter") else {}))
    return next(path for path in folder.iterdir() if path.is_dir())


def run(in_hnn, tmp_path, name, text):
    script = tmp_path / f"{name}.py"
    script.write_text(text)
    OUT.mkdir(parents=True, exist_ok=True)
    keeper = tmp_path / "keep_figures.py"
    keeper.write_text(KEEP)
    out = in_hnn(
        keeper, script, OUT / name, cwd=tmp_path, timeout=2400, LOKY_MAX_CPU_COUNT=str(os.cpu_count())
    )
    print(out.splitlines()[-1], "in", OUT)


@pytest.mark.parametrize("example", EXAMPLES)
def test_example(sources, in_hnn, tmp_path, example):
    run(in_hnn, tmp_path, Path(example).name, (sources / "examples" / f"{example}.py").read_text())


@pytest.mark.parametrize("example", CHANGED)
def test_optimisation(sources, in_hnn, tmp_path, example):
    text = (sources / "examples" / f"{example}.py").read_text()
    for old, new in CHANGED[example]:
        assert old in text
        text = text.replace(old, new)
    run(in_hnn, tmp_path, Path(example).name, text)


def test_calcium_model(in_hnn, tmp_path):
    run(in_hnn, tmp_path, "calcium", CALCIUM)
