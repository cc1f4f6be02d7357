# SPDX-License-Identifier: BSD-3-Clause
"""Runs one mechanism through NEURON's interface, the same lines for Ranvier and for NEURON.

    python protocol.py neuron|ranvier <steps> FILE...    a JSON line each: {"file":, "error":} or {"file":, "traces":}

FILE may be several, joined like a search path: the first is run, the others are loaded before it.
"""

from __future__ import annotations

import json
import math
import os
import sys
from pathlib import Path

from facts import Facts, facts

V_FIRST, V_LAST = -90.0, 30.0  # mV
VECTOR_SIZE = 300  # of a Vector that C wants before it can run
KEPT: list = []


def open_neuron(paths: list[Path]):
    """The library in the working folder was built from the files."""
    from neuron import h

    return h


def open_ranvier(paths: list[Path]):
    import ranvier

    h = ranvier.World().h
    for path in reversed(paths):
        h.nrn_load_mod(str(path))
    return h


def read(owner, name: str) -> float:
    base, _, index = name.partition("[")
    value = getattr(owner, base)
    return value[int(index[:-1])] if index else value


def connect(h, f: Facts, owner, seg) -> None:
    for pointer in f.pointers:
        h.setpointer(seg._ref_v, pointer, owner)
    for table in f.tables:
        name = f"table_{table}"
        if f.kind == "SUFFIX":
            getattr(h, f"{name}_{f.name}")(1.0)
        else:
            getattr(owner, name)(1.0)
    for setter in f.vector_setters:
        given = h.Vector(VECTOR_SIZE)
        KEPT.append(given)  # C keeps its address
        if f.kind == "SUFFIX":
            getattr(h, f"setdata_{f.name}")(seg)
            getattr(h, f"{setter}_{f.name}")(given)
        else:
            getattr(owner, setter)(given)


def run(h, f: Facts, steps: int) -> dict[str, list[float]]:
    """INITIAL, then `steps` steps, each from a v of a ramp; what is seen after each."""
    soma = h.Section(name="soma")
    soma.L = soma.diam = 20
    soma.cm = 1
    seg = soma(0.5)
    if f.is_nothing:
        h.finitialize(V_FIRST)
        h.fadvance()
        return {}
    if f.kind == "SUFFIX":
        soma.insert(f.name)
        owner = getattr(seg, f.name)
    elif f.kind == "ARTIFICIAL_CELL":
        owner = getattr(h, f.name)()
    else:
        owner = getattr(h, f.name)(seg)
    connect(h, f, owner, seg)
    if f.weights is not None:
        # one event a quarter through, so that synapses are not silent
        netcon = h.NetCon(None, owner)
        netcon.delay = 0
        for i in range(f.weights):
            netcon.weight[i] = 0.01
        KEPT.append(h.FInitializeHandler(lambda: netcon.event(0.025 * (steps // 4))))
    h.celsius = 34
    h.dt = 0.025
    h.finitialize(V_FIRST)
    seen = {}
    # An ion's concentration may be a state: it stands in the segment.
    for name in f.states + f.currents:
        for where in (owner, seg):
            try:
                read(where, name)
            except (AttributeError, LookupError, TypeError, ValueError, RuntimeError):
                continue
            seen[name] = where
            break
    for ion in dict.fromkeys(f.ions):
        for name in (f"i{ion}", f"{ion}i", f"{ion}o", f"e{ion}"):
            seen.setdefault(name, seg)
    traces = {name: [] for name in (*seen, "v")}
    for step in range(steps):
        seg.v = V_FIRST + (V_LAST - V_FIRST) * step / max(steps - 1, 1)
        h.fadvance()
        for name, where in seen.items():
            traces[name].append(read(where, name))
        traces["v"].append(seg.v)
    return traces


def main() -> None:
    package, steps, files = sys.argv[1], int(sys.argv[2]), sys.argv[3:]
    opener = {"neuron": open_neuron, "ranvier": open_ranvier}[package]
    for file in files:
        paths = [Path(p) for p in file.split(os.pathsep)]
        answer: dict = {"file": file}
        try:
            h = opener(paths)
            traces = run(h, facts(paths[0]), steps)
            answer["traces"] = {n: [x if math.isfinite(x) else str(x) for x in t] for n, t in traces.items()}
        except BaseException as error:  # whatever it is, it is told
            answer["error"] = f"{type(error).__name__}: {error}"
        print("\n@" + json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
