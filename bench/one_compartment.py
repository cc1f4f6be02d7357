# SPDX-License-Identifier: BSD-3-Clause
"""One compartment with hh: what a step costs beside its arithmetic, by three ways to run."""

from __future__ import annotations

import measuring


def main() -> None:
    parser = measuring.parser(__doc__)
    parser.add_argument("--tstop", type=float, default=1000.0)
    options = parser.parse_args()
    h = measuring.interface(options.package)
    soma = h.Section(name="soma")
    soma.L = soma.diam = 20
    soma.insert("hh")
    clamp = h.IClamp(soma(0.5))
    clamp.delay = 1
    clamp.dur = 1e9
    clamp.amp = 0.1
    segment = soma(0.5)
    native = measuring.native_run(h)
    steps = round(options.tstop / h.dt)
    h.tstop = options.tstop
    voltages: list[float] = []
    seen: list[float] = []

    def by_run() -> None:
        h.run()

    def by_psolve() -> None:
        native(options.tstop)

    def by_loop() -> None:
        for _ in range(steps):
            h.fadvance()
            seen.append(segment.v)

    cost = {}
    h.finitialize(-65)
    native(1.0)
    for name, way in (("run", by_run), ("psolve", by_psolve), ("fadvance and a read", by_loop)):
        h.finitialize(-65)
        cost[f"{name}, us a step"] = measuring.cpu_seconds(way) * 1e6 / steps
        voltages.append(segment.v)
    measuring.report(cost, {"v": [*voltages, *seen[::40]]})


if __name__ == "__main__":
    main()
