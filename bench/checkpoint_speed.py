# SPDX-License-Identifier: BSD-3-Clause
"""Seconds of a checkpoint and of BBSaveState, for 100,000 compartments: ``python bench/checkpoint_speed.py``."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path

import ranvier


def main(cells: int = 1000, segments: int = 99) -> None:
    """Cells of a soma and a dendrite in a ring, ten inputs each."""
    world = ranvier.World()
    h = world.h
    pc = h.ParallelContext()
    kept = []
    synapses = []
    for gid in range(cells):
        soma, dend = h.Section(name=f"soma{gid}"), h.Section(name=f"dend{gid}")
        dend.nseg = segments
        dend.connect(soma(1))
        soma.insert("hh")
        dend.insert("hh")
        synapse = h.ExpSyn(dend(0.5))
        pc.set_gid2node(gid, pc.id())
        source = h.NetCon(soma(0.5)._ref_v, None, sec=soma)
        pc.cell(gid, source)
        synapses.append(synapse)
        kept += [soma, dend, synapse, source]
    for gid in range(cells):
        for k in range(10):
            netcon = pc.gid_connect(gid, synapses[(gid + 7 * k + 1) % cells])
            netcon.weight[0], netcon.delay = 0.001, 2 + k
            kept.append(netcon)
    chance = random.Random(1)
    for section in h.allsec():
        for segment in section:
            segment.hh.gnabar = chance.uniform(0.1, 0.14)
    h.finitialize(-65)
    for section in h.allsec():
        for segment in section:
            segment.v = chance.uniform(-75, -55)
    pc.set_maxstep(10)
    pc.psolve(1)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "net")
        bb = h.BBSaveState()
        for name, action in (
            ("BBSaveState.save", lambda: bb.save(path)),
            ("BBSaveState.restore", lambda: bb.restore(path)),
            ("World.save", lambda: world.save(path)),
            ("World.load", lambda: ranvier.World.load(path)),
            ("World.clone", world.clone),
        ):
            best = min(timed(action) for _ in range(3))
            size = Path(path).stat().st_size / 1e6
            print(f"{name:20} {best:6.3f} s   {size:6.1f} MB   {cells * (segments + 1)} compartments")


def timed(action) -> float:
    """Seconds of one call."""
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin


if __name__ == "__main__":
    main()
