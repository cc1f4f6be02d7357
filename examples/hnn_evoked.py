# SPDX-License-Identifier: BSD-3-Clause
"""The evoked response of the human neocortical column, by hnn-core as it is published.

A column of 10 by 10 pyramidal cells in layers 2/3 and 5 with their basket cells gets the three inputs of a tactile
response (Jones et al. 2007): proximal, distal, proximal. hnn-core says ``from neuron import h``; the shim answers.
The script writes

    out/hnn_evoked.png    dipole of each layer, spikes of each cell, times of the inputs

and prints the seconds for building and stepping. ``make demo`` runs it in an environment that it makes with hnn-core
and the shim; or: ``python -m ranvier examples/hnn_evoked.py`` where hnn-core is installed.
"""

import time
from pathlib import Path

import matplotlib as mpl
import numpy as np

mpl.use("Agg")
import matplotlib.pyplot as plt
import neuron
from hnn_core import jones_2009_model, network_builder, simulate_dipole
from hnn_core.network_models import add_erp_drives_to_jones_model

OUT = Path("out/hnn_evoked.png")
TSTOP = 170.0  # ms
# As the field's figures: one colour a type, the superficial layer above.
CELLS = {
    "L2_basket": ("L2/3 basket", "#b35806"),
    "L2_pyramidal": ("L2/3 pyramidal", "#d6604d"),
    "L5_basket": ("L5 basket", "#4d9221"),
    "L5_pyramidal": ("L5 pyramidal", "#2166ac"),
}
DRIVES = {
    "evprox1": ("proximal 1", "#7f7f7f"),
    "evdist1": ("distal", "#1b7837"),
    "evprox2": ("proximal 2", "#404040"),
}
LAYERS = {
    "agg": ("both layers", "black"),
    "L2": ("layer 2/3", CELLS["L2_pyramidal"][1]),
    "L5": ("layer 5", CELLS["L5_pyramidal"][1]),
}


class Stopwatch:
    """Seconds that hnn-core spends building its network and stepping it."""

    def __init__(self):
        self.building = self.stepping = 0.0
        build = network_builder.NetworkBuilder._build

        def timed_build(network):
            began = time.perf_counter()
            build(network)
            self.building += time.perf_counter() - began
            network_builder._PC = TimedContext(network_builder._PC, self)

        network_builder.NetworkBuilder._build = timed_build


class TimedContext:
    """A ParallelContext whose runs are timed."""

    def __init__(self, context, stopwatch):
        self._context, self._stopwatch = getattr(context, "_context", context), stopwatch

    def __getattr__(self, name):
        return getattr(self._context, name)

    def psolve(self, tstop):
        began = time.perf_counter()
        self._context.psolve(tstop)
        self._stopwatch.stepping += time.perf_counter() - began


def draw(net, smooth):
    response = net.cell_response
    times = np.array(response.spike_times[0])
    gids = np.array(response.spike_gids[0])
    figure, (top, middle, bottom) = plt.subplots(
        3, 1, sharex=True, figsize=(7.2, 8.4), height_ratios=(3, 3, 1.3), constrained_layout=True
    )
    for layer, (label, colour) in LAYERS.items():
        top.plot(
            smooth.times,
            smooth.data[layer],
            color=colour,
            label=label,
            linewidth=2 if layer == "agg" else 1.3,
        )
    top.axhline(0, color="0.8", linewidth=0.8, zorder=0)
    top.set_ylabel("dipole moment (nAm)\nsmoothed 30 ms, scaled 3000")
    top.legend(frameon=False)

    base = 0
    ticks = []
    for name, (label, colour) in reversed(CELLS.items()):
        cells = net.gid_ranges[name]
        inside = np.isin(gids, cells)
        middle.plot(
            times[inside],
            base + gids[inside] - cells[0],
            linestyle="",
            marker="|",
            markersize=4,
            color=colour,
        )
        ticks.append((base + len(cells) / 2, f"{label}\n{inside.sum()} spikes"))
        base += len(cells) + 8
    middle.set_yticks(*zip(*ticks, strict=True))
    middle.tick_params(axis="y", length=0)
    middle.set_ylim(-4, base - 4)

    bins = np.arange(0, TSTOP + 2, 2)
    for name, (label, colour) in DRIVES.items():
        inside = np.isin(gids, net.gid_ranges[name])
        bottom.hist(times[inside], bins, color=colour, label=label, alpha=0.8)
    bottom.set_ylabel("input spikes\nin 2 ms")
    bottom.set_xlabel("time (ms)")
    bottom.legend(frameon=False)
    bottom.set_xlim(0, TSTOP)
    for axis, letter in zip((top, middle, bottom), "abc", strict=True):
        axis.spines[["top", "right"]].set_visible(False)
        axis.set_title(letter, loc="left", fontweight="bold")
    OUT.parent.mkdir(exist_ok=True)
    figure.savefig(OUT, dpi=150)


def main():
    stopwatch = Stopwatch()
    net = jones_2009_model()
    add_erp_drives_to_jones_model(net)
    began = time.perf_counter()
    (dipole,) = simulate_dipole(net, tstop=TSTOP, dt=0.025, n_trials=1, verbose=False)
    whole = time.perf_counter() - began
    smooth = dipole.copy().smooth(30).scale(3000)  # as in the field's figures
    draw(net, smooth)
    spikes = len(net.cell_response.spike_times[0])
    peak = smooth.times[np.argmax(np.abs(smooth.data["agg"]))]
    cells = sum(len(net.gid_ranges[name]) for name in CELLS)
    simulator = getattr(neuron, "__ranvier_version__", None)
    print(
        f"hnn-core's evoked response on {'Ranvier ' + simulator if simulator else 'NEURON ' + neuron.__version__}"
    )
    print(f"  {cells} cells, {spikes} spikes with the drives', largest dipole (smoothed) at {peak:.1f} ms")
    print(f"  building {stopwatch.building:6.2f} s")
    print(f"  stepping {stopwatch.stepping:6.2f} s for {TSTOP:.0f} ms")
    print(f"  simulate_dipole as a whole {whole:.2f} s")
    print(f"wrote {OUT}")


if __name__ == "__main__":
    main()
