# SPDX-License-Identifier: BSD-3-Clause
"""hnn-core as published gives the numbers that it gives on NEURON 8.2.7 (tests/peers/data)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

DATA = Path(__file__).parent / "data"
SCENARIOS = ("evoked_default", "evoked_3x3_allsec", "alpha_bursty", "lfp_3x3")
SPIKE_TIME = 1e-6  # [ms]
WAVEFORM = 1e-7  # rms, of the peak-to-peak
POTENTIAL = 1e-5  # [mV]


@pytest.fixture(scope="session", params=SCENARIOS)
def results(request, in_hnn, tmp_path_factory):
    """What a scenario gives here, and what it gave on NEURON."""
    file = tmp_path_factory.mktemp("hnn") / "result.npz"
    in_hnn("hnn_scenarios.py", request.param, file)
    with np.load(file) as ours, np.load(DATA / f"{request.param}.npz") as theirs:
        return dict(ours), dict(theirs)


def named(arrays, *kinds):
    return sorted(name for name in arrays if name.partition("/")[0] in kinds)


def test_the_same_things_are_recorded(results):
    ours, theirs = results
    assert {name for name in ours if not name.startswith("nc_")} == set(theirs)
    for name, array in theirs.items():
        assert ours[name].shape == array.shape, name
    assert ours["time"] == pytest.approx(theirs["time"], abs=1e-12)


def test_spikes(results):
    ours, theirs = results
    assert len(theirs["spk_t/0"])

    def sorted_spikes(arrays):
        times, gids = arrays["spk_t/0"], arrays["spk_gid/0"]
        order = np.lexsort((gids, np.round(times / SPIKE_TIME)))
        return times[order], gids[order], arrays["spk_type/0"][order]

    (t, gid, kind), (their_t, their_gid, their_kind) = sorted_spikes(ours), sorted_spikes(theirs)
    assert np.array_equal(gid, their_gid)
    assert np.array_equal(kind, their_kind)
    assert np.abs(t - their_t).max() <= SPIKE_TIME


def test_dipole_and_lfp(results):
    ours, theirs = results
    assert named(theirs, "dpl")
    for name in named(theirs, "dpl", "lfp"):
        rows = zip(np.atleast_2d(ours[name]), np.atleast_2d(theirs[name]), strict=True)
        for row, (a, b) in enumerate(rows):
            assert np.sqrt(np.mean((a - b) ** 2)) < WAVEFORM * np.ptp(b), (name, row)


def test_potentials_currents_and_calcium(results):
    ours, theirs = results
    for name in named(theirs, "v", "vsnap"):
        assert np.abs(ours[name] - theirs[name]).max() <= POTENTIAL, name
    for name in named(theirs, "ca"):
        assert np.sqrt(np.mean((ours[name] - theirs[name]) ** 2)) < WAVEFORM * np.ptp(theirs[name]), name
    for name in named(theirs, "i"):  # kept in single precision
        assert np.allclose(ours[name], theirs[name], rtol=1e-5, atol=1e-6 * np.ptp(theirs[name])), name


@pytest.mark.parametrize(
    "results", ["evoked_3x3_allsec"], indirect=True
)  # the one whose table of connections is kept
def test_connections(results):
    ours, theirs = results
    assert np.array_equal(ours["ncs"][:, :4], theirs["ncs"][:, :4])
    assert ours["ncs"][:, 4:] == pytest.approx(theirs["ncs"][:, 4:], rel=1e-14)
