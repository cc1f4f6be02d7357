# SPDX-License-Identifier: BSD-3-Clause
"""Random models from a seed, as neutral specs; knows no simulator.

Only ``random.Random.random`` is used: its stream for a seed is the same in every Python.
"""

from __future__ import annotations

import random
from typing import Any

COUNT = 100
SEED = 20240
STEPS = 400


class Dice:
    """Draws of the few kinds that models need; numbers are rounded so that the specs stay readable."""

    def __init__(self, seed: int) -> None:
        self.source = random.Random(seed)

    def chance(self, p: float) -> bool:
        return self.source.random() < p

    def below(self, n: int) -> int:
        return int(self.source.random() * n)

    def between(self, low: int, high: int) -> int:
        return low + self.below(high - low + 1)

    def pick(self, items: Any) -> Any:
        return items[self.below(len(items))]

    def uniform(self, low: float, high: float) -> float:
        return float(f"{low + (high - low) * self.source.random():.4g}")

    def scale(self, low: float, high: float) -> float:
        """Uniform in the logarithm."""
        return float(f"{low * (high / low) ** self.source.random():.4g}")


def centres(nseg: int) -> list[float]:
    return [(i + 0.5) / nseg for i in range(nseg)]


def varied(dice: Dice, nseg: int, draw: Any, p: float) -> Any:
    """One number for a section, or with chance ``p`` another for each segment."""
    if dice.chance(p):
        return [[x, draw()] for x in centres(nseg)]
    return draw()


def shape_points(dice: Dice) -> list[list[float]]:
    """A wandering neurite of 2 to 8 points; at times two of them coincide, as in traced cells."""
    x, y, z = (dice.uniform(-50, 50) for _ in range(3))
    out = [[x, y, z, dice.scale(0.4, 12)]]
    for _ in range(dice.between(1, 7)):
        if not dice.chance(0.08):
            x, y, z = (round(c + dice.uniform(-30, 40), 4) for c in (x, y, z))
        out.append([x, y, z, dice.scale(0.4, 12)])
    if all(point[:3] == out[0][:3] for point in out):
        out.append([round(x + 10, 4), y, z, 1.0])
    return out


def mechanisms(dice: Dice, nseg: int) -> tuple[dict[str, Any], dict[str, Any]]:
    found: dict[str, Any] = {}
    ranges: dict[str, Any] = {}
    if dice.chance(0.5):
        found["hh"] = {}
        for name, low, high in (
            ("gnabar", 0.05, 0.25),
            ("gkbar", 0.015, 0.06),
            ("gl", 1e-4, 1e-3),
            ("el", -60.0, -50.0),
        ):
            if dice.chance(0.6):
                found["hh"][name] = varied(dice, nseg, lambda a=low, b=high: dice.uniform(a, b), 0.5)
        for name, low, high in (("ena", 40.0, 60.0), ("ek", -90.0, -70.0)):
            if dice.chance(0.3):
                ranges[name] = varied(dice, nseg, lambda a=low, b=high: dice.uniform(a, b), 0.5)
    if dice.chance(0.5):
        found["pas"] = {"g": varied(dice, nseg, lambda: dice.scale(1e-5, 1e-3), 0.5)}
        if dice.chance(0.7):
            found["pas"]["e"] = varied(dice, nseg, lambda: dice.uniform(-75, -55), 0.5)
    return found, ranges


def section(dice: Dice, index: int, nseg: int) -> dict[str, Any]:
    out: dict[str, Any] = {"name": f"s{index}", "nseg": nseg}
    if dice.chance(0.35):
        out["pt3d"] = shape_points(dice)
    else:
        out["L"] = dice.scale(5, 600)
        out["diam"] = varied(dice, nseg, lambda: dice.scale(0.3, 15), 0.3)
    out["Ra"] = dice.uniform(35, 250)
    out["cm"] = varied(dice, nseg, lambda: dice.uniform(0.5, 2), 0.2)
    out["mechanisms"], out["ranges"] = mechanisms(dice, nseg)
    if index:
        at = dice.below(index)
        where = dice.pick([1, 1, 1, 0, dice.uniform(0, 1), dice.uniform(0, 1)])
        out["parent"] = [at, where, 1 if dice.chance(0.15) else 0]
    return out


def place(dice: Dice, sections: list[dict[str, Any]]) -> dict[str, Any]:
    x = dice.pick([0.5, dice.uniform(0, 1), dice.uniform(0, 1), 0, 1])
    return {"section": dice.below(len(sections)), "x": x}


def clamps(dice: Dice, sections: list[dict[str, Any]]) -> list[dict[str, Any]]:
    out: list[dict[str, Any]] = []
    for _ in range(dice.between(1, 3)):
        parameters: dict[str, Any] = {
            "delay": dice.uniform(0, 3),
            "dur": dice.uniform(0.1, 5),
            "amp": dice.uniform(-0.3, 1.5),
        }
        out.append({"class": "IClamp", **place(dice, sections), "parameters": parameters})
    if dice.chance(0.3):
        parameters = {"rs": dice.scale(0.1, 10)}
        for i in (1, 2, 3):
            parameters |= {f"dur{i}": dice.uniform(0.5, 4), f"amp{i}": dice.uniform(-90, 20)}
        out.append({"class": "SEClamp", **place(dice, sections), "parameters": parameters})
    if dice.chance(0.2):
        parameters = {
            "dur": [dice.uniform(0.5, 4) for _ in range(3)],
            "amp": [dice.uniform(-90, 20) for _ in range(3)],
        }
        out.append({"class": "VClamp", **place(dice, sections), "parameters": parameters})
    if dice.chance(0.4):
        parameters = {
            "onset": dice.uniform(0, 5),
            "tau": dice.uniform(0.1, 2),
            "gmax": dice.scale(1e-4, 0.05),
            "e": dice.uniform(-80, 10),
        }
        out.append({"class": "AlphaSynapse", **place(dice, sections), "parameters": parameters})
    return out


def network(dice: Dice, sections: list[dict[str, Any]], points: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Synapses behind a NetStim and behind a voltage threshold; appends the point processes to ``points``."""
    netcons: list[dict[str, Any]] = []
    sources: list[int] = []
    for _ in range(dice.between(0, 2)):
        parameters = {
            "start": dice.uniform(0, 3),
            "interval": dice.uniform(0.3, 3),
            "number": dice.between(1, 6),
            "noise": 0,
        }
        points.append({"class": "NetStim", "section": None, "parameters": parameters})
        sources.append(len(points) - 1)
    for _ in range(dice.between(1, 4)):
        if dice.chance(0.5):
            tau1 = dice.uniform(0.1, 1)
            kind, parameters = (
                "Exp2Syn",
                {"tau1": tau1, "tau2": dice.uniform(0.5, 6), "e": dice.uniform(-80, 10)},
            )
        else:
            kind, parameters = "ExpSyn", {"tau": dice.uniform(0.1, 4), "e": dice.uniform(-80, 10)}
        points.append({"class": kind, **place(dice, sections), "parameters": parameters})
        wire: dict[str, Any] = {
            "target": len(points) - 1,
            "weight": dice.scale(1e-4, 0.02),
            "delay": dice.uniform(0, 3),
        }
        if sources and dice.chance(0.7):
            wire["source"] = ["point", dice.pick(sources)]
        else:
            # One place a section, since all NetCons of a place share its threshold.
            at = dice.below(len(sections))
            wire |= {"source": ["seg", at, 0.5, "v"], "threshold": -20.0 - at}
        netcons.append({**wire, "record": f"events{len(netcons)}"})
    return netcons


def observed(
    dice: Dice, sections: list[dict[str, Any]], points: list[dict[str, Any]]
) -> tuple[list[Any], list[Any]]:
    """Five voltage traces, a few states and currents as traces, and all currents at the end."""
    record: list[dict[str, Any]] = [{"name": "t", "of": ["h", "t"]}]
    for i in range(5):
        where = place(dice, sections)
        record.append({"name": f"v{i}", "of": ["seg", where["section"], where["x"], "v"]})
    with_hh = [i for i, s in enumerate(sections) if "hh" in s["mechanisms"]]
    final: list[Any] = []
    for i in range(min(2, len(with_hh))):
        at = dice.pick(with_hh)
        record.append({"name": f"state{i}", "of": ["seg", at, 0.5, "hh", dice.pick(["m", "h", "n"])]})
        final += [["seg", at, 0.5, "hh", name] for name in ("m", "h", "n", "gna", "gk", "il")]
        final += [["seg", at, 0.5, "ina"], ["seg", at, 0.5, "ik"]]
    for at, s in enumerate(sections):
        if "pas" in s["mechanisms"] and len(final) < 30:
            final.append(["seg", at, 0.5, "pas", "i"])
    currents = [i for i, p in enumerate(points) if p["class"] != "NetStim"]
    final += [["point", i, "i"] for i in currents]
    for i in range(min(2, len(currents))):
        record.append({"name": f"i{i}", "of": ["point", dice.pick(currents), "i"]})
    return record, final


def spec(seed: int, count: int, segments: int, steps: int) -> dict[str, Any]:
    dice = Dice(seed)
    sections = [section(dice, i, dice.between(1, segments)) for i in range(count)]
    points = clamps(dice, sections)
    netcons = network(dice, sections, points)
    record, final = observed(dice, sections, points)
    per_ms = dice.pick([40, 40, 40, 20, 80, 100, 10])
    settings = {
        "celsius": dice.pick([6.3, 6.3, 10.0, 16.3, 22.0, 37.0]),
        "steps_per_ms": per_ms,
        "dt": 1 / per_ms,
        "secondorder": dice.pick([0, 0, 0, 0, 1, 2]),
        "v_init": dice.uniform(-75, -60),
        "tstop": steps / per_ms,
    }
    way = dice.below(3)
    if way == 0:
        protocol: list[Any] = [["finitialize", settings["v_init"]], ["advance", steps]]
    elif way == 1:
        protocol = [["finitialize", settings["v_init"]], ["call", "continuerun", settings["tstop"]]]
    else:
        protocol = [["call", "run"]]
    return {
        "globals": settings,
        "sections": sections,
        "points": points,
        "netcons": netcons,
        "record": record,
        "final": final,
        "protocol": protocol,
    }


def cases() -> list[dict[str, Any]]:
    out = []
    for i in range(COUNT):
        seed = SEED + i
        # Small models first: when many fail, the first is the one to look at.
        count = 1 + i * 40 // COUNT
        out.append({"id": f"random-{i:03}", "spec": spec(seed, count, 12, STEPS)})
    return out


def large() -> list[dict[str, Any]]:
    """One tree of 10,000 compartments: 400 sections of 25 segments."""
    dice = Dice(SEED + COUNT)
    sections = []
    for i in range(400):
        one = section(dice, i, 25)
        # Lists of values a segment would make a file of megabytes; per-segment values are covered by the others.
        one["diam"] = first_value(one.get("diam", 2.0))
        one["cm"] = first_value(one["cm"])
        one["mechanisms"] = {
            m: {n: first_value(v) for n, v in p.items()} for m, p in one["mechanisms"].items()
        }
        one["ranges"] = {n: first_value(v) for n, v in one["ranges"].items()}
        if "pt3d" in one:
            del one["diam"]
        sections.append(one)
    points = [
        {"class": "IClamp", "section": i * 40, "x": 0.5, "parameters": {"delay": 0.5, "dur": 2, "amp": 3}}
        for i in range(10)
    ]
    record = [{"name": "t", "of": ["h", "t"]}]
    record += [{"name": f"v{i}", "of": ["seg", i * 80 + 7, 0.5, "v"]} for i in range(5)]
    settings = {"tstop": 10.0, "v_init": -65.0}
    return [
        {
            "id": "large-10000",
            "spec": {
                "globals": settings,
                "sections": sections,
                "points": points,
                "record": record,
                "protocol": [["finitialize", -65], ["call", "continuerun", 10]],
            },
        }
    ]


def first_value(value: Any) -> Any:
    return value[0][1] if isinstance(value, list) else value
