# SPDX-License-Identifier: BSD-3-Clause
"""Runs in which the user changes something between steps, plays, records, or sends events."""

from __future__ import annotations

from typing import Any

T = {"name": "t", "of": ["h", "t"]}


def v(section: int = 0, x: float = 0.5, name: str = "v") -> dict[str, Any]:
    return {"name": name, "of": ["seg", section, x, "v"]}


def clamp(
    amp: float = 0.5, delay: float = 1, dur: float = 2, section: int = 0, x: float = 0.5
) -> dict[str, Any]:
    parameters = {"delay": delay, "dur": dur, "amp": amp}
    return {"class": "IClamp", "section": section, "x": x, "parameters": parameters}


def excitable_soma() -> dict[str, Any]:
    return {"name": "soma", "L": 20, "diam": 20, "mechanisms": {"hh": {}}}


def dendrite(name: str = "dend", parent: int = 0, nseg: int = 5, mechanism: str = "pas") -> dict[str, Any]:
    parameters = {"g": 2e-4, "e": -62.5} if mechanism == "pas" else {}
    geometry = {"L": 250, "diam": 2, "Ra": 120, "nseg": nseg}
    return {"name": name, **geometry, "mechanisms": {mechanism: parameters}, "parent": [parent, 1, 0]}


def cell(**more: Any) -> dict[str, Any]:
    """Soma with two dendrites under a current pulse, unless ``more`` says otherwise."""
    spec: dict[str, Any] = {
        "sections": [excitable_soma(), dendrite("d1"), dendrite("d2", nseg=4, mechanism="hh")],
        "points": [clamp()],
        "record": [T, v(), v(1, 0.9, "v1"), v(2, 0.25, "v2")],
    }
    return {**spec, **more}


START = ["finitialize", -65]
READ = ["repeat", 60, [["advance", 1], ["read_voltages", "steps"]]]
#: The way to a steady state: one enormous step after another at a time long before the run.
STEADY = [
    ["set", ["h", "t"], -1e9],
    ["set", ["h", "dt"], 1e8],
    ["advance", 8],
    ["read_voltages", "steady"],
    ["set", ["h", "t"], 0],
    ["set", ["h", "dt"], 0.025],
    ["call", "fcurrent"],
    ["read_voltages", "after_fcurrent"],
    ["call", "frecord_init"],
]


def steady_states() -> dict[str, dict[str, Any]]:
    run = [START, *STEADY, ["read", "ina", ["seg", 0, 0.5, "ina"]], ["advance", 300]]
    currents = ["read", "ina", ["seg", 0, 0.5, "ina"]]
    fcurrent = [START, ["set", ["seg", 0, 0.5, "v"], -50], currents, ["call", "fcurrent"], currents]
    warm = {"globals": {"celsius": 16.3}}
    return {
        "steady-state": cell(protocol=run),
        "steady-state-warm": cell(protocol=run, **warm),
        "steady-state-secondorder-1": cell(protocol=run, globals={"secondorder": 1}),
        "fcurrent-after-v": cell(protocol=[*fcurrent, ["advance", 20]]),
        "time-negative": cell(protocol=[START, ["set", ["h", "t"], -5], ["advance", 300]]),
        "time-set-in-mid-run": cell(
            protocol=[START, ["advance", 30], ["set", ["h", "t"], 0.2], ["advance", 100]]
        ),
        "finitialize-without-v": cell(protocol=[START, ["advance", 60], ["finitialize"], ["advance", 60]]),
        "finitialize-twice": cell(protocol=[START, ["advance", 90], ["finitialize", -70], ["advance", 90]]),
    }


def steps_and_globals() -> dict[str, dict[str, Any]]:
    changes: list[Any] = [START]
    for dt, count in ((0.025, 40), (0.005, 100), (0.1, 20), (1.0, 3), (0.0125, 80), (50.0, 2), (0.025, 40)):
        changes += [["set", ["h", "dt"], dt], ["advance", count], ["read_voltages", "steps"]]
    warm = [START, ["advance", 50], ["set", ["h", "celsius"], 18.5], ["advance", 100]]
    order = [START, ["advance", 50], ["set", ["h", "secondorder"], 2], ["advance", 50]]
    order += [["set", ["h", "secondorder"], 0], ["advance", 50]]
    table = [START, ["advance", 50], ["set", ["h", "usetable_hh"], 0], ["advance", 100]]
    pieces = [["call", "stdinit"]] + [["call", "continuerun", t] for t in (1, 0.5, 1.01, 2.5, 2.5, 4)]
    restart = [["call", "run"], ["set", ["point", 0, "amp"], 0.3], ["call", "run"]]
    return {
        "dt-changes": cell(protocol=changes),
        "dt-changes-secondorder-2": cell(protocol=changes, globals={"secondorder": 2}),
        "celsius-in-mid-run": cell(protocol=warm),
        "secondorder-in-mid-run": cell(protocol=order),
        "usetable-in-mid-run": cell(protocol=table),
        "continuerun-in-pieces": cell(protocol=pieces),
        "run-twice": cell(protocol=restart),
        "frecord-init-in-mid-run": cell(
            protocol=[START, ["advance", 40], ["call", "frecord_init"], ["advance", 40]]
        ),
    }


def parameters() -> dict[str, dict[str, Any]]:
    """Numbers changed between steps; every voltage is read after each step."""

    def changed(*edits: Any) -> dict[str, Any]:
        return cell(
            protocol=[START, ["advance", 50], *edits, *([READ, ["read_geometry", "shape"]])], record=[T]
        )

    out = {
        "set-gnabar": changed(["set", ["seg", 0, 0.5, "hh", "gnabar"], 0.2]),
        "set-g-pas-of-section": changed(["set", ["sec", 1, "g_pas"], 0.003]),
        "set-one-g-pas": changed(["set", ["seg", 1, 0.3, "g_pas"], 0.003]),
        "set-ena": changed(["set", ["seg", 0, 0.5, "ena"], 60], ["set", ["sec", 2, "ek"], -85]),
        "set-cm": changed(["set", ["seg", 1, 0.7, "cm"], 2.5], ["set", ["sec", 0, "cm"], 0.8]),
        "set-Ra": changed(["set", ["sec", 1, "Ra"], 60]),
        "set-L": changed(["set", ["sec", 2, "L"], 90]),
        "set-diam": changed(["set", ["sec", 2, "diam"], 4], ["set", ["seg", 1, 0.5, "diam"], 1.2]),
        "set-v-of-section": changed(["set", ["sec", 1, "v"], -40]),
        "set-v-of-segment": changed(["set", ["seg", 2, 0.1, "v"], -20], ["set", ["seg", 0, 0.5, "v"], -60]),
        "set-state": changed(["set", ["seg", 0, 0.5, "hh", "m"], 0.4], ["set", ["seg", 2, 0.1, "n_hh"], 0.6]),
        "set-clamp": changed(["set", ["point", 0, "amp"], -0.4], ["set", ["point", 0, "dur"], 1.1]),
    }
    return out


def structure() -> dict[str, dict[str, Any]]:
    """Structure changed in mid-run, all voltages and the geometry read afterwards."""

    def changed(*edits: Any, **more: Any) -> dict[str, Any]:
        protocol = [
            START,
            ["advance", 50],
            *edits,
            ["read_voltages", "edited"],
            READ,
            ["read_geometry", "shape"],
        ]
        return cell(protocol=protocol, record=[], **more)

    new = dendrite("late", parent=1, nseg=3, mechanism="hh")
    on_middle = {**dendrite("middle", nseg=3), "parent": [1, 0.3, 1]}
    synapse = {"class": "ExpSyn", "section": 1, "x": 0.7, "parameters": {"tau": 1.5, "e": 0}}
    points3d = [[0, 0, 0, 3], [40, 5, 0, 2], [90, 0, 10, 1], [150, 0, 0, 1.5]]
    shaped = {"name": "shaped", "pt3d": points3d, "nseg": 5, "mechanisms": {"pas": {}}, "parent": [0, 0, 0]}
    with_shape = {"sections": [excitable_soma(), dendrite("d1"), shaped]}
    gradient = [[0.1, 1e-4], [0.3, 2e-4], [0.5, 4e-4], [0.7, 8e-4], [0.9, 16e-4]]
    graded = {**dendrite("d1"), "mechanisms": {"pas": {"g": gradient, "e": -62.5}}}
    with_gradient = {"sections": [excitable_soma(), graded, dendrite("d2", nseg=4, mechanism="hh")]}
    return {
        "nseg-up": changed(["nseg", 1, 15]),
        "nseg-up-odd-ratio": changed(["nseg", 1, 7], **with_gradient),
        "nseg-down": changed(["nseg", 1, 3], **with_gradient),
        "nseg-to-one-and-back": changed(["nseg", 1, 1], ["nseg", 1, 5], **with_gradient),
        "nseg-of-hh": changed(["nseg", 2, 9], ["nseg", 0, 2]),
        "nseg-before-first-step": cell(protocol=[START, ["nseg", 2, 8], READ], record=[]),
        "nseg-with-3d-points": changed(["nseg", 2, 9], **with_shape),
        "insert-hh": changed(["insert", 1, "hh"]),
        "insert-hh-then-finitialize": changed(["insert", 1, "hh"], ["finitialize"]),
        "insert-pas": changed(["insert", 0, "pas"]),
        "uninsert-hh": changed(["uninsert", 2, "hh"]),
        "uninsert-pas": changed(["uninsert", 1, "pas"]),
        "section-added": changed(["section", new]),
        "section-added-in-middle": changed(["section", on_middle]),
        "section-unconnected": changed(["section", {"name": "alone", "L": 50, "diam": 3}]),
        "section-deleted": changed(["delete", 2]),
        "section-with-child-deleted": changed(["delete", 1], sections=[*cell()["sections"], {**new}]),
        "disconnected": changed(["disconnect", 2]),
        "connected-elsewhere": changed(["connect", 2, [1, 0.5, 0]]),
        "connected-by-other-end": changed(["connect", 2, [1, 1, 1]]),
        "clamp-added": changed(["point", clamp(0.2, 1.5, 5, 1, 0.9)]),
        "clamp-dropped": changed(["drop_point", 0]),
        # One step before the event: the reference cannot send to a target that no step has seen.
        "synapse-added": changed(
            ["point", synapse],
            ["netcon", {"source": None, "target": 1, "weight": 0.01}],
            ["advance", 1],
            ["event", 0, 2.0],
        ),
        "pt3d-changed": changed(["pt3dchange", 2, 1, 40, 5, 0, 6], **with_shape),
        "pt3d-length-set": changed(["set", ["sec", 2, "L"], 80], **with_shape),
        "pt3d-diam-set": changed(["set", ["sec", 2, "diam"], 2.5], **with_shape),
    }


def playing() -> dict[str, dict[str, Any]]:
    times, values = [0, 0.5, 1, 1.03, 2.2, 3], [0, 0.4, -0.2, 0.6, 0.1, 0]
    amp = ["point", 0, "amp"]
    on = {"points": [clamp(0, 0, 1e9)]}
    record = [T, v(), {"name": "i", "of": ["point", 0, "i"]}, {"name": "amp", "of": amp}]
    run = [START, ["advance", 160]]

    def played(play: dict[str, Any], **more: Any) -> dict[str, Any]:
        return cell(**{**on, "record": record, "plays": [play], "protocol": run, **more})

    out = {
        "play-steps": played({"of": amp, "values": values, "times": times}),
        "play-linear": played({"of": amp, "values": values, "times": times, "linear": True}),
        "play-dt": played({"of": amp, "values": values, "dt": 0.37}),
        "play-late-start": played(
            {"of": amp, "values": [0.3, -0.3, 0.5], "times": [0.61, 1.7, 2.9], "linear": True}
        ),
        "play-equal-times": played(
            {"of": amp, "values": [0, 0.3, 0.7, 0], "times": [0, 1, 1, 2], "linear": True}
        ),
        "play-conductance": played(
            {
                "of": ["seg", 1, 0.5, "pas", "g"],
                "values": [1e-4, 3e-3, 1e-4],
                "times": [0, 2, 4],
                "linear": True,
            }
        ),
        "play-reversal": played({"of": ["seg", 0, 0.5, "ena"], "values": [50, 30, 50], "times": [0, 1, 2]}),
        "play-then-dt-changes": played(
            {"of": amp, "values": values, "times": times, "linear": True},
            protocol=[START, ["advance", 50], ["set", ["h", "dt"], 0.1], ["advance", 25]],
        ),
    }
    clamp_v = {"class": "SEClamp", "section": 0, "x": 0.5, "parameters": {"dur1": 1e9, "rs": 0.5}}
    ramp = {"of": ["point", 0, "amp1"], "values": [-65, 20, -80], "times": [0.5, 2, 3.5], "linear": True}
    out["play-voltage-clamp"] = cell(
        points=[clamp_v], plays=[ramp], record=[T, v(), {"name": "i", "of": ["point", 0, "i"]}], protocol=run
    )
    return out


def recording() -> dict[str, dict[str, Any]]:
    run = [START, ["advance", 160]]
    some = [0, 0.1, 0.11, 0.33, 1, 1.0125, 1.0126, 2.5, 3.99]
    record = [T, v(name="v")]
    record += [
        {"name": f"v-dt-{dt}", "of": ["seg", 0, 0.5, "v"], "dt": dt} for dt in (0.1, 0.025, 0.04, 0.01, 1)
    ]
    record += [{"name": f"t-dt-{dt}", "of": ["h", "t"], "dt": dt} for dt in (0.1, 0.04)]
    record += [{"name": "v-times", "of": ["seg", 0, 0.5, "v"], "times": some}]
    record += [{"name": "t-times", "of": ["h", "t"], "times": some}]
    record += [{"name": "m", "of": ["seg", 0, 0.5, "hh", "m"]}, {"name": "ina", "of": ["seg", 0, 0.5, "ina"]}]
    return {
        "record-kinds": cell(record=record, protocol=run),
        "record-kinds-continuerun": cell(
            record=record, protocol=[["call", "stdinit"], ["call", "continuerun", 4]]
        ),
        "record-kinds-coarse": cell(record=record, protocol=[START, ["advance", 40]], globals={"dt": 0.1}),
        "record-dt-0.1-to-1": cell(
            record=[T, {"name": "v10", "of": ["seg", 0, 0.5, "v"], "dt": 0.1}],
            globals={"tstop": 1},
            protocol=[["call", "run"]],
        ),
    }


def events() -> dict[str, dict[str, Any]]:
    """When things sent by NetCons act, and what they stamp."""
    synapses = [
        {"class": "ExpSyn", "section": 0, "x": 0.5, "parameters": {"tau": 2, "e": 0}},
        {"class": "Exp2Syn", "section": 1, "x": 0.5, "parameters": {"tau1": 0.3, "tau2": 3, "e": 0}},
    ]
    record = [T, v(), {"name": "i", "of": ["point", 0, "i"]}, {"name": "g", "of": ["point", 1, "g"]}]
    by_hand = [
        {"source": None, "target": 0, "weight": 0.02, "record": "e0"},
        {"source": None, "target": 1, "weight": 0.01},
    ]
    out = {}
    for time in (1.0, 1.01, 1.0124, 1.0125, 1.0126, 1.025, 1.0375):
        protocol = [START, ["event", 0, time], ["event", 1, time], ["advance", 80]]
        out[f"event-at-{time}"] = cell(points=synapses, netcons=by_hand, record=record, protocol=protocol)
    many = [START, *[["event", 0, t] for t in (3.0, 1.0, 2.0, 1.0, 0.0, 2.006)], ["advance", 160]]
    out["events-out-of-order"] = cell(points=synapses, netcons=by_hand, record=record, protocol=many)
    lost = [START, ["event", 0, 1.0], START, ["advance", 80]]
    out["event-before-finitialize"] = cell(points=synapses, netcons=by_hand, record=record, protocol=lost)
    later = [START, ["advance", 40], ["event", 0, 1.3], ["set", ["netcon", 0, "delay"], 0], ["advance", 40]]
    out["event-in-mid-run"] = cell(points=synapses, netcons=by_hand, record=record, protocol=later)

    stim = {
        "class": "NetStim",
        "section": None,
        "parameters": {"start": 1, "interval": 1, "number": 3, "noise": 0},
    }
    driven = [*synapses, stim]
    wires = [
        {"source": ["point", 2], "target": 0, "weight": 0.02, "delay": 0, "record": "stim0"},
        {"source": ["point", 2], "target": 1, "weight": 0.004, "delay": 0.613, "record": "stim1"},
        {"source": ["point", 2], "target": 0, "weight": 0.001, "delay": 1, "record": "stim2"},
    ]
    out["netstim"] = cell(points=driven, netcons=wires, record=record, protocol=[START, ["advance", 240]])
    changes = [
        START,
        ["advance", 60],
        ["weight", 0, 0.05],
        ["set", ["netcon", 1, "delay"], 0.1],
        ["advance", 180],
    ]
    out["netcon-changed-in-mid-run"] = cell(points=driven, netcons=wires, record=record, protocol=changes)
    dropped = [START, ["advance", 60], ["drop_netcon", 0], ["advance", 180]]
    out["netcon-dropped-in-mid-run"] = cell(points=driven, netcons=wires, record=record, protocol=dropped)
    other = {**stim, "parameters": {"start": 0.51, "interval": 0.333, "number": 7, "noise": 0}}
    quick = cell(points=[*synapses, other], netcons=wires, record=record, protocol=[START, ["advance", 240]])
    out["netstim-off-grid"] = quick
    negative = {**stim, "parameters": {"start": -1, "interval": 1, "number": 3, "noise": 0}}
    out["netstim-never"] = cell(
        points=[*synapses, negative], netcons=wires, record=record, protocol=[START, ["advance", 60]]
    )

    def from_soma(threshold: float, delay: float, target: int | None, name: str) -> dict[str, Any]:
        wire: dict[str, Any] = {"source": ["seg", 0, 0.5, "v"], "target": target, "threshold": threshold}
        return {**wire, "delay": delay, "weight": 0.003, "record": name}

    spiking = [*synapses, clamp(1.5, 0.3, 20)]
    run = [START, ["advance", 1200]]
    out["threshold"] = cell(
        points=spiking, netcons=[from_soma(10, 1, None, "soma")], record=record, protocol=run
    )
    shared = [from_soma(10, 1, None, "one"), from_soma(-30, 0.4, 1, "two")]
    out["threshold-shared"] = cell(points=spiking, netcons=shared, record=record, protocol=run)
    dend = {
        "source": ["seg", 1, 0.9, "v"],
        "target": 1,
        "threshold": -50,
        "delay": 0,
        "weight": 0.002,
        "record": "dend",
    }
    pair = [from_soma(0, 2.013, 1, "soma"), dend]
    out["threshold-two-places"] = cell(points=spiking, netcons=pair, record=record, protocol=run)
    above = [START, ["set", ["seg", 0, 0.5, "v"], 30], ["advance", 200]]
    out["threshold-passed-by-hand"] = cell(
        points=spiking, netcons=[from_soma(10, 1, 1, "soma")], record=record, protocol=above
    )
    from_above = [["finitialize", 30], ["advance", 400]]
    out["threshold-start-above"] = cell(
        points=spiking, netcons=[from_soma(10, 1, 1, "soma")], record=record, protocol=from_above
    )
    coarse = [START, ["set", ["h", "dt"], 0.1], ["advance", 300]]
    out["threshold-coarse"] = cell(points=spiking, netcons=pair, record=record, protocol=coarse)
    state = {
        "source": ["seg", 0, 0.5, "hh", "m"],
        "target": 0,
        "threshold": 0.5,
        "weight": 0.001,
        "record": "m",
    }
    out["threshold-of-state"] = cell(points=spiking, netcons=[state], record=record, protocol=run)
    return out


def cases() -> list[dict[str, Any]]:
    out = []
    for group in (steady_states, steps_and_globals, parameters, structure, playing, recording, events):
        for name, spec in group().items():
            spec["voltage_reads"] = [f"read/{n}" for n in ("steps", "edited", "steady", "after_fcurrent")]
            out.append({"id": name, "spec": spec})
    return out
