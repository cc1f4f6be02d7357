# SPDX-License-Identifier: BSD-3-Clause
"""drive.py PACKAGE PROGRAM PLAN OUT: loads a hoc program, runs PLAN (hoc statements, as JSON); its v goes to OUT.

Both simulators run this. At every initialization about ten sections are chosen, whose v is recorded from there on: the
last run of several is what OUT holds, at no more than 1000 of its times, with v of every segment at the end.
"""

import importlib
import json
import os
import sys
from typing import Any

WATCHED = 10
POINTS = 1000


def main(package: str, program: str, plan: str, out: str) -> None:
    h = importlib.import_module(package).h
    recorded = []

    def watch() -> None:
        sections = list(h.allsec())
        recorded[:] = [h.Vector().record(h._ref_t)] if sections else []
        for section in watched(sections):
            recorded.append(h.Vector().record(section(0.5)._ref_v))

    first = h.FInitializeHandler(3, watch)
    run(h, program, plan)
    del first
    sections = list(h.allsec())
    segments = sum(section.nseg for section in sections)
    say(f"=== {len(sections)} sections, {segments} segments, t = {h.t:g} ms")
    v = [[segment.v for segment in section] for section in sections]
    stride = 1 + max((len(trace) for trace in recorded), default=0) // POINTS
    traces = [list(trace)[::stride] for trace in recorded]
    with open(out, "w") as file:
        json.dump({"v": v, "traces": traces, "t": h.t}, file)


def run(h: Any, program: str, plan: str) -> None:
    """Loads the program, as its own folder sees it, and runs the statements of the plan."""
    os.chdir(os.path.dirname(program))
    h.load_file(os.path.basename(program))
    say(f"=== loaded, t = {h.t:g} ms")
    for statement in json.loads(plan):
        say(f"=== {statement}")
        if not h(statement):
            raise SystemExit(f"failed: {statement}")


def watched(sections: list) -> list:
    """About ten of them, evenly."""
    return sections[:: max(1, len(sections) // WATCHED)]


def say(text: str) -> None:
    sys.stdout.flush()
    os.write(1, text.encode() + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
