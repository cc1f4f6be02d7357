# SPDX-License-Identifier: BSD-3-Clause
"""A million connections between integrate-and-fire cells, from arrays where a package can; then 10 ms of spikes."""

from __future__ import annotations

from typing import Any

import measuring


def main() -> None:
    parser = measuring.parser(__doc__)
    parser.add_argument("--cells", type=int, default=1000)
    parser.add_argument("--count", type=int, default=1_000_000)
    parser.add_argument("--tstop", type=float, default=10.0)
    options = parser.parse_args()
    h = measuring.interface(options.package)
    import numpy as np

    rng = np.random.default_rng(2)
    pre, post = rng.integers(0, options.cells, (2, options.count))
    delays = rng.uniform(1, 5, options.count)
    weights = rng.uniform(0, 2e-3, options.count)
    cells = [h.IntFire1() for _ in range(options.cells)]
    for cell in cells:
        cell.tau, cell.refrac = 20, 2
    stims = []
    for i in range(options.cells):
        stim = h.NetStim()
        stim.start, stim.number, stim.interval, stim.noise = 0, 1e9, 5, 1
        stim.noiseFromRandom123(i, 1, 0)
        stims.append(stim)
    made: list[Any] = []

    def from_arrays() -> None:
        import ranvier

        made.append(ranvier.connect(cells_taken[pre], cells_taken[post], weights=weights, delays=delays))

    def one_by_one() -> None:
        for i, j, weight, delay in zip(
            pre.tolist(), post.tolist(), weights.tolist(), delays.tolist(), strict=True
        ):
            netcon = h.NetCon(cells[i], cells[j])
            netcon.weight[0] = weight
            netcon.delay = delay
            made.append(netcon)

    if options.package == "ranvier":
        cells_taken = np.array(cells, dtype=object)
        building = measuring.cpu_seconds(from_arrays)
    else:
        building = measuring.cpu_seconds(one_by_one)
    for stim, cell in zip(stims, cells, strict=True):
        netcon = h.NetCon(stim, cell)
        netcon.weight[0], netcon.delay = 0.6, 1
        made.append(netcon)
    times, ids = h.Vector(), h.Vector()
    for i, cell in enumerate(cells):
        recorder = h.NetCon(cell, None)
        recorder.record(times, ids, i)
        made.append(recorder)
    starting = measuring.cpu_seconds(lambda: h.finitialize(-65))
    running = measuring.cpu_seconds(lambda: measuring.native_run(h)(options.tstop))
    order = sorted(range(len(times)), key=lambda k: (times[k], ids[k]))
    measuring.report(
        {"connecting, s": building, "finitialize, s": starting, "running, s": running},
        {"spike times": [times[k] for k in order], "spiking cells": [ids[k] for k in order]},
    )


if __name__ == "__main__":
    main()
