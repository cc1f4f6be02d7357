# SPDX-License-Identifier: BSD-3-Clause
"""Sources and sinks, f_flux and b_flux after each."""

from protocol import cell, go, out, pick, rec

s = cell()
s.insert("kopen")
traces = [rec(getattr(s(0.5).kopen, "_ref_" + name)) for name in ("x", "z", "gone", "came")]
go(8, dt=0.2, v=-60)
out(traces=[pick(x, 4) for x in traces])
