# SPDX-License-Identifier: BSD-3-Clause
"""drive.py PACKAGE PROGRAM LIMIT OUT: loads a hoc program, runs it for LIMIT ms at most; its v goes to OUT (JSON)."""

import importlib
import json
import os
import sys


def main(package: str, program: str, limit: str, out: str) -> None:
    os.chdir(os.path.dirname(program))
    h = importlib.import_module(package).h
    h.load_file(os.path.basename(program))
    say("=== loaded")
    sections = list(h.allsec())
    segments = sum(section.nseg for section in sections)
    say(f"{len(sections)} sections, {segments} segments, t = {h.t:g} ms")
    traces = []
    if h.t <= 0:
        h.load_file("stdrun.hoc")
        h.tstop = min(h.tstop, float(limit))
        watched = sections[:: max(1, len(sections) // 10)]
        traces = [h.Vector().record(section(0.5)._ref_v) for section in watched]
        h.run()
    say(f"=== ran, t = {h.t:g} ms")
    v = [[segment.v for segment in section] for section in sections]
    with open(out, "w") as file:
        json.dump({"v": v, "traces": [list(trace) for trace in traces]}, file)


def say(text: str) -> None:
    sys.stdout.flush()
    os.write(1, text.encode() + b"\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
