# SPDX-License-Identifier: BSD-3-Clause
"""hnn-core's evoked response on the column of 10 by 10 cells: seconds for building, for stepping, and as a whole."""

from __future__ import annotations

import time
from typing import Any

import measuring


class TimedContext:
    """A ParallelContext whose runs are timed."""

    def __init__(self, context: Any, seconds: dict[str, float]) -> None:
        self._context = getattr(context, "_context", context)
        self._seconds = seconds

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def psolve(self, tstop: float) -> None:
        """Run, and add the time that it takes."""
        self._seconds["stepping, s"] += measuring.cpu_seconds(lambda: self._context.psolve(tstop))


def main() -> None:
    parser = measuring.parser(__doc__)
    parser.add_argument("--tstop", type=float, default=170.0)
    options = parser.parse_args()
    measuring.stay_on_one_core()
    import numpy as np
    from hnn_core import jones_2009_model, network_builder, simulate_dipole
    from hnn_core.network_models import add_erp_drives_to_jones_model

    seconds = {"building, s": 0.0, "stepping, s": 0.0}
    build = network_builder.NetworkBuilder._build

    def timed_build(network: Any) -> None:
        seconds["building, s"] += measuring.cpu_seconds(lambda: build(network))
        network_builder._PC = TimedContext(network_builder._PC, seconds)

    network_builder.NetworkBuilder._build = timed_build
    net = jones_2009_model()
    add_erp_drives_to_jones_model(net)
    began = time.process_time()
    (dipole,) = simulate_dipole(net, tstop=options.tstop, dt=0.025, n_trials=1, verbose=False)
    seconds["simulate_dipole, s"] = time.process_time() - began
    response = net.cell_response
    spikes = sorted(zip(response.spike_times[0], response.spike_gids[0], strict=True))
    moment = np.asarray(dipole.data["agg"])[::40]
    check = {
        "spike times": [t for t, _ in spikes],
        "spiking cells": [float(gid) for _, gid in spikes],
        "dipole, of its peak-to-peak": list(moment / np.ptp(moment)),
    }
    measuring.report(seconds, check)


if __name__ == "__main__":
    main()
