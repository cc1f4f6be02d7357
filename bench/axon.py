# SPDX-License-Identifier: BSD-3-Clause
"""The squid axon as one unbranched cable: ``h.run()`` with one recorded voltage."""

from __future__ import annotations

import measuring


def main() -> None:
    parser = measuring.parser(__doc__)
    parser.add_argument("--nseg", type=int, default=43)
    parser.add_argument("--tstop", type=float, default=2000.0)
    options = parser.parse_args()
    h = measuring.interface(options.package)
    axon = h.Section(name="axon")
    axon.L = 2e4
    axon.diam = 100
    axon.Ra = 35.4
    axon.nseg = options.nseg
    axon.insert("hh")
    clamp = h.IClamp(axon(0))
    clamp.delay = 1
    clamp.dur = 0.1
    clamp.amp = 2 * 1720
    v = h.Vector().record(axon(1)._ref_v)
    t = h.Vector().record(h._ref_t)
    h.tstop = 1
    setup = measuring.cpu_seconds(h.run)
    h.tstop = options.tstop
    cost = measuring.cpu_seconds(h.run)
    steps = len(t) - 1
    peak = int(v.max_ind())
    measuring.report(
        {"ns a compartment-step": cost * 1e9 / steps / options.nseg, "setup s": setup},
        {"t": [t[peak], t[steps]], "v": [v[peak], *list(v)[:10000:20], *[s.v for s in axon]]},
    )


if __name__ == "__main__":
    main()
