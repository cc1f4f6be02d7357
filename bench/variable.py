# SPDX-License-Identifier: BSD-3-Clause
"""The variable step: the squid axon with 1001 segments under a train of pulses, or the cell of ``channels.py``."""

from __future__ import annotations

from typing import Any

import channels
import measuring

WARM_UP_MS = 20.0  # by then what is worth compiling is compiled


def axon(h: Any) -> tuple[list[Any], Any]:
    cable = h.Section(name="axon")
    cable.L, cable.diam, cable.Ra, cable.nseg = 2e4, 100, 35.4, 1001
    cable.insert("hh")
    kept = [cable]
    for k in range(10):
        clamp = h.IClamp(cable(0))
        clamp.delay, clamp.dur, clamp.amp = 2 + 20 * k, 0.1, 2 * 1720
        kept.append(clamp)
    return kept, cable(0.5)


def cell(h: Any) -> tuple[list[Any], Any]:
    h.celsius = channels.TEMPERATURE
    made = channels.Cell(h, 0)
    return [made], made.soma(0.5)


def main() -> None:
    parser = measuring.parser(__doc__)
    parser.add_argument("--model", choices=("axon", "cell"), default="axon")
    parser.add_argument("--tstop", type=float, default=200.0)
    parser.add_argument("--mechanisms", help="mod/channels, or what NEURON compiled from it")
    options = parser.parse_args()
    h = measuring.interface(options.package)
    if options.mechanisms:
        (h.nrn_load_dll if options.mechanisms.endswith(".so") else h.nrn_load_mod)(options.mechanisms)
    made: dict[str, Any] = {}

    def prepare() -> None:
        made["kept"], watched = (axon if options.model == "axon" else cell)(h)
        made["t"] = h.Vector().record(h._ref_t)
        counter = h.NetCon(watched._ref_v, None, sec=watched.sec)
        counter.threshold = -10
        made["spikes"] = h.Vector()
        counter.record(made["spikes"])
        made["kept"].append(counter)
        made["method"] = h.CVode()
        made["method"].active(True)
        h.finitialize(-68 if options.model == "cell" else -65)

    setup = measuring.cpu_seconds(prepare)
    setup += measuring.cpu_seconds(lambda: made["method"].solve(WARM_UP_MS))
    cost = measuring.cpu_seconds(lambda: made["method"].solve(options.tstop))
    measuring.report(
        {"ms CPU a ms": cost * 1e3 / (options.tstop - WARM_UP_MS), "setup s": setup},
        {"spikes": [len(made["spikes"])]},
    )


if __name__ == "__main__":
    main()
