# SPDX-License-Identifier: BSD-3-Clause
"""Events: integrate-and-fire cells, each connected with many others, driven by noisy NetStims."""

from __future__ import annotations

import random

import measuring

WARM_UP_MS = 1.0


def main() -> None:
    parser = measuring.parser(__doc__)
    parser.add_argument("--cells", type=int, default=2000)
    parser.add_argument("--fan-out", type=int, default=100)
    parser.add_argument("--tstop", type=float, default=1000.0)
    options = parser.parse_args()
    h = measuring.interface(options.package)
    native = measuring.native_run(h)
    numbers = random.Random(1)
    cells, netcons, stims = [], [], []

    def make_cells() -> None:
        for i in range(options.cells):
            cell = h.IntFire1()
            cell.tau = 20
            cell.refrac = 2
            cells.append(cell)
            stim = h.NetStim()
            stim.interval = 20
            stim.number = 1e9
            stim.noise = 1
            stim.start = 0
            stim.noiseFromRandom123(i, 1, 0)
            stims.append(stim)

    pairs = [
        (i, j) for i in range(options.cells) for j in numbers.sample(range(options.cells), options.fan_out)
    ]
    delays = [1 + 4 * numbers.random() for _ in pairs]

    def connect() -> None:
        for (i, j), delay in zip(pairs, delays, strict=True):
            netcon = h.NetCon(cells[i], cells[j])
            netcon.weight[0] = 0.004
            netcon.delay = delay
            netcons.append(netcon)
        for stim, cell in zip(stims, cells, strict=True):
            netcon = h.NetCon(stim, cell)
            netcon.weight[0] = 0.6
            netcon.delay = 1
            netcons.append(netcon)

    make_cells()
    building = measuring.cpu_seconds(connect)
    times, ids = h.Vector(), h.Vector()
    recorders = []
    for i, cell in enumerate(cells):
        recorder = h.NetCon(cell, None)
        recorder.record(times, ids, i)
        recorders.append(recorder)
    h.finitialize(-65)
    setup = measuring.cpu_seconds(lambda: native(WARM_UP_MS))
    cost = measuring.cpu_seconds(lambda: native(options.tstop))
    deliveries = len(times) * options.fan_out
    order = sorted(range(len(times)), key=lambda k: (times[k], ids[k]))
    measuring.report(
        {
            "ns an event": cost * 1e9 / max(deliveries, 1),
            "us a NetCon": building * 1e6 / len(netcons),
            "setup s": setup,
        },
        {"spike times": [times[k] for k in order], "spiking cells": [ids[k] for k in order]},
    )


if __name__ == "__main__":
    main()
