# SPDX-License-Identifier: BSD-3-Clause
"""Teaching experiments: one compartment of membrane, and the squid axon's threshold, conduction and rebound.

Each case carries the numbers that are published for it (``expect``: value and digits after the point).
"""

from __future__ import annotations

import math
from typing import Any

SIDE = math.sqrt(100 / math.pi)
PLACES = [0, 0.25, 0.5, 0.75, 1]
AXON_LENGTH = 20000.0


def record_v(places: list[float], section: int = 0) -> list[dict[str, Any]]:
    return [{"name": f"v{x:g}", "of": ["seg", section, x, "v"]} for x in places]


def case(
    name: str,
    section: dict[str, Any],
    points: list[dict[str, Any]],
    record: list[dict[str, Any]],
    tstop: float,
    measures: dict[str, list[Any]],
    expect: dict[str, tuple[float, int]],
    **settings: Any,
) -> dict[str, Any]:
    """One run of one section through ``h.run()``."""
    return {
        "id": name,
        "spec": {
            "globals": {"tstop": tstop, **settings},
            "sections": [section],
            "points": points,
            "record": [{"name": "t", "of": ["h", "t"]}, *record],
            "protocol": [["call", "run"]],
        },
        "measures": measures,
        "expect": {name: list(pair) for name, pair in expect.items()},
    }


def pulse(amp: float, delay: float = 1, dur: float = 1, x: float = 0.5) -> dict[str, Any]:
    return {"class": "IClamp", "section": 0, "x": x, "parameters": {"delay": delay, "dur": dur, "amp": amp}}


def fine(dt: float) -> dict[str, Any]:
    """Settings of a run whose step is not the usual one."""
    return {"dt": dt, "steps_per_ms": round(1 / dt)}


def bilayer() -> list[dict[str, Any]]:
    """A capacitor of 100 um2 under a current step, then with a leak."""
    soma = {"name": "soma", "L": SIDE, "diam": SIDE}
    leaky = {**soma, "mechanisms": {"pas": {"g": 0.001, "e": -70}}}
    record = [*record_v([0.5]), {"name": "i", "of": ["point", 0, "i"]}]
    peak = {"peak": ["peak", "v0.5"], "first": ["first", "v0.5"], "last": ["last", "v0.5"]}
    count = {"count": ["count", "v0.5"], "most_current": ["peak", "i"]}
    out = []
    for amp, last, points in ((1, 935.0, 201), (0.1, 35.0, 201), (0.01, -55.0, 201)):
        expect = {"last": (last, 3), "count": (points, 0), "most_current": (amp, 2)}
        out.append(case(f"bilayer-{amp}nA", soma, [pulse(amp)], record, 5, peak | count, expect))
    twice = [pulse(0.5, dur=2)]
    out.append(case("bilayer-twice-as-long", soma, twice, record, 5, peak, {"last": (935.0, 3)}))
    rest = {"last": (-70.0, 4)}
    out.append(case("leak-from-65", leaky, [pulse(0)], record, 50, peak, rest))
    for name, clamp, expect_, settings in (
        ("leak-flat", pulse(0), {"peak": (-70.0, 9), "last": (-70.0, 9)}, {}),
        ("leak-1nA", pulse(1), {"peak": (557.569, 3)}, {}),
        ("leak-0.01nA", pulse(0.01), {"peak": (-63.7243, 4)}, {}),
        ("leak-1A", pulse(1e9), {"peak": (6.277e11, -8)}, {}),
        ("leak-between-steps", pulse(1, dur=0.01), {"peak": (-70.0, 9)}, {}),
        ("leak-dt-0.01", pulse(1, dur=0.01), {"peak": (-60.0990, 4)}, fine(0.01)),
    ):
        measures = {**peak, "most_current": ["peak", "i"]}
        out.append(case(name, leaky, [clamp], record, 5, measures, expect_, v_init=-70.0, **settings))
        if name == "leak-1A":
            # NEURON takes dI/dv as a quotient of differences over 0.001 mV. At 5e10 mV the currents have no
            # digits left for that, so its trace is noise from the fourth digit on; the test compares with the
            # exact recurrence.
            out[-1]["exact_leak"] = True
    short = [pulse(1, dur=0.01)]
    out.append(case("bilayer-dt-0.01", soma, short, record, 5, peak, {"peak": (-55.0, 3)}, **fine(0.01)))
    return out


def axon(nseg: int = 43, gnabar: float = 0.12) -> dict[str, Any]:
    return {
        "name": "axon",
        "L": AXON_LENGTH,
        "diam": 100,
        "Ra": 35.4,
        "nseg": nseg,
        "mechanisms": {"hh": {"gnabar": gnabar}},
    }


def stimulus(amp: float, x: float = 0) -> dict[str, Any]:
    return pulse(amp, dur=0.1, x=x)


SPIKE = {
    "peak": ["peak", "v0.5"],
    "peak_time": ["peak_time", "v0.5"],
    "half_width": ["half_width", "v0.5", -65],
}
CONDUCTION = {
    "t25": ["first_crossing", "v0.25", 0],
    "t75": ["first_crossing", "v0.75", 0],
    "velocity": ["velocity", "v0.25", "v0.75", AXON_LENGTH / 2],
    "peak25": ["peak", "v0.25"],
}


def conduction() -> list[dict[str, Any]]:
    """A spike that travels: grid, step, sodium density."""
    record = record_v(PLACES)
    one = [stimulus(1720)]
    both = SPIKE | CONDUCTION
    normal = {
        "peak": (37.6606, 4),
        "peak_time": (3.550, 3),
        "half_width": (1.5986, 4),
        "t25": (2.27898, 5),
        "t75": (4.11243, 5),
        "velocity": (5.4542, 4),
    }
    coarse = {"velocity": (5.138, 3), "peak": (37.302, 3), "peak25": (37.293, 3)}
    out = [
        case("axon-43", axon(), one, record, 10, both, normal),
        case("axon-15", axon(15), one, record, 10, both, coarse),
        case("axon-129", axon(129), one, record, 10, both, {"velocity": (5.6388, 4)}),
        case("axon-387", axon(387), one, record_v([0.25, 0.5, 0.75]), 10, both, {"velocity": (5.5824, 4)}),
        case("axon-43-dt-0.005", axon(), one, record, 10, both, {"velocity": (5.4969, 4)}, **fine(0.005)),
        case(
            "axon-gnabar-0.06",
            axon(gnabar=0.06),
            one,
            record,
            10,
            SPIKE,
            {"peak": (22.468, 3), "peak_time": (4.450, 3), "half_width": (1.4693, 4)},
        ),
        case("axon-gnabar-0.03", axon(gnabar=0.03), one, record, 10, {"peak": ["peak", "v0.5"]}, {}),
    ]
    for second, dt in ((1, 0.025), (2, 0.025), (2, 0.005)):
        name = f"axon-43-secondorder-{second}-dt-{dt}"
        states = [{"name": "ina", "of": ["seg", 0, 0.5, "ina"]}]
        out.append(case(name, axon(), one, record + states, 10, SPIKE, {}, secondorder=second, **fine(dt)))
    # Exact rates, without the table, are another set of numbers.
    out.append(case("axon-43-exact-rates", axon(), one, record, 10, both, {}, usetable_hh=0))
    return out


def collision() -> list[dict[str, Any]]:
    """Two spikes that meet, and the control with one."""
    record = record_v(PLACES)
    names = ("gna", "gk", "m", "h", "n")
    states = [{"name": f"{name}0.5", "of": ["seg", 0, 0.5, "hh", name]} for name in names]
    measures: dict[str, list[Any]] = {"difference": ["difference", "v0.25", "v0.75"]}
    expect: dict[str, tuple[float, int]] = {}
    for x, top, when in ((0, 37.563, 1.875), (0.25, 37.683, 2.625), (0.5, 41.572, 3.225), (1, 37.563, 1.875)):
        measures[f"peak{x:g}"] = ["peak", f"v{x:g}"]
        measures[f"peak_time{x:g}"] = ["peak_time", f"v{x:g}"]
        expect |= {f"peak{x:g}": (top, 3), f"peak_time{x:g}": (when, 3)}
    for x in (0.25, 0.5, 0.75):
        measures[f"crossings{x:g}"] = ["crossing_count", f"v{x:g}", 0]
        expect[f"crossings{x:g}"] = (1, 0)
    two = case(
        "collision", axon(), [stimulus(1720), stimulus(1720, 1)], record + states, 20, measures, expect
    )
    single = {"peak": ["peak", "v1"], "peak_time": ["peak_time", "v1"]}
    one = case(
        "collision-control",
        axon(),
        [stimulus(1720)],
        record,
        10,
        single,
        {"peak": (41.556, 3), "peak_time": (5.025, 3)},
    )
    return [two, one]


def anode_break() -> list[dict[str, Any]]:
    """A rebound spike after a hyperpolarising pulse."""
    record = record_v([0, 0.5, 1])
    names = ("m", "h", "n", "gna", "gk")
    first = 1 / 43 / 2
    states = [{"name": name, "of": ["seg", 0, first, "hh", name]} for name in names]
    measures = {"lowest": ["lowest", "v0"], "end_of_pulse": ["value_at", "v0", 11]}
    expect: dict[str, tuple[float, int]] = {"lowest": (-80.30, 2), "end_of_pulse": (-80.00, 2)}
    for x, top, when in ((0, 42.139, 16.775), (0.5, 37.373, 18.200), (1, 41.476, 19.675)):
        measures |= {f"peak{x:g}": ["peak", f"v{x:g}"], f"peak_time{x:g}": ["peak_time", f"v{x:g}"]}
        expect |= {f"peak{x:g}": (top, 3), f"peak_time{x:g}": (when, 3)}
    for name, start, end in (("m", 0.0529, 0.0092), ("h", 0.5961, 0.8434), ("n", 0.3177, 0.1735)):
        measures |= {f"{name}_start": ["first", name], f"{name}_end": ["value_at", name, 11]}
        expect |= {f"{name}_start": (start, 4), f"{name}_end": (end, 4)}
    clamp = [pulse(-98.35, dur=10, x=0)]
    return [case("anode-break", axon(), clamp, record + states, 40, measures, expect)]


def thresholds() -> list[dict[str, Any]]:
    """Smallest pulse that makes the middle of the axon cross 0 mV within 20 ms, by bisection."""
    out = []
    for name, nseg, dt, amp in (
        ("threshold-43", 43, 0.025, 855.257),
        ("threshold-43-dt-0.005", 43, 0.005, 847.994),
        ("threshold-15", 15, 0.025, 895.477),
        ("threshold-129", 129, 0.025, 849.646),
    ):
        found = case(
            name, axon(nseg), [stimulus(0)], record_v([0.5]), 20, {}, {"threshold": (amp, 3)}, **fine(dt)
        )
        found["search"] = {"low": 800.0, "high": 928.0, "width": 2.0**-13, "trace": "v0.5", "level": 0.0}
        out.append(found)
    rebound = case(
        "threshold-rebound",
        axon(),
        [pulse(0, dur=10, x=0)],
        record_v([0]),
        40,
        {},
        {"threshold": (-69.43, 2)},
    )
    rebound["search"] = {"low": -64.0, "high": -80.0, "width": 2.0**-13, "trace": "v0", "level": 0.0}
    return [*out, rebound]


def cases() -> list[dict[str, Any]]:
    return [*bilayer(), *conduction(), *collision(), *anode_break(), *thresholds()]
