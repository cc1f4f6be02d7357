# SPDX-License-Identifier: BSD-3-Clause
"""drive_variable.py PACKAGE PROGRAM PLAN OUT [TIGHTER]: a program by its own variable step; runs PLAN as drive.py does.

At every initialization v of about ten sections is recorded from there on at each step that the program takes; OUT holds
that of the last run, each section with its own times, since by local steps each cell has its own. TIGHTER divides the
tolerances that the program sets.
"""

import importlib
import json
import sys

from drive import run, say, watched


def main(package: str, program: str, plan: str, out: str, tighter: str = "1") -> None:
    h = importlib.import_module(package).h
    variable = h.CVode()
    recorded: list = []
    names: list[str] = []
    facts: dict = {}
    tolerances = [0.0, 0.0]  # as this program last set them

    def watch() -> None:
        if tighter != "1" and tolerances != [variable.atol(), variable.rtol()]:
            variable.atol(variable.atol() / float(tighter))
            variable.rtol(variable.rtol() / float(tighter))
            tolerances[:] = [variable.atol(), variable.rtol()]
        recorded.clear()
        chosen = watched(list(h.allsec()))
        names[:] = [section.name() for section in chosen]
        local = variable.active() and variable.use_local_dt()
        facts.update(
            active=bool(variable.active()), local=bool(local), atol=variable.atol(), rtol=variable.rtol()
        )
        t = h.Vector()
        if chosen and not local:
            t.record(h._ref_t)
        for section in chosen:
            v = h.Vector()
            if local:
                t = h.Vector()
                variable.record(section(0.5)._ref_v, v, t, sec=section)
            else:
                v.record(section(0.5)._ref_v)
            recorded.append((v, t))

    first = h.FInitializeHandler(3, watch)
    run(h, program, plan)
    del first
    say(f"=== {len(recorded)} sections watched, t = {h.t:g} ms, {facts}")
    traces = [
        {"section": name, "t": list(t), "v": list(v)} for name, (v, t) in zip(names, recorded, strict=True)
    ]
    with open(out, "w") as file:
        json.dump({**facts, "t": h.t, "traces": traces}, file)


if __name__ == "__main__":
    main(*sys.argv[1:])
