# SPDX-License-Identifier: BSD-3-Clause
"""Build and run a model from a neutral JSON spec, on any package that offers the ``h`` interface.

The same file builds the model on the reference simulator (when numbers are recorded) and on Ranvier (when they are
checked), so nothing here may depend on either. The format of a spec is described in README.md.
"""

from __future__ import annotations

import importlib
import os
from typing import Any

import numpy as np

Spec = dict[str, Any]

#: What a new process has; every model starts from these, whatever the model before it did.
GLOBALS = {
    "celsius": 6.3,
    "secondorder": 0,
    "t": 0.0,
    "steps_per_ms": 40,
    "dt": 0.025,
    "tstop": 5.0,
    "v_init": -65.0,
    "usetable_hh": 1,
}


def package_name() -> str:
    """Name of the package under test; ``RANVIER_CONFORMANCE_PACKAGE`` overrides the default."""
    return os.environ.get("RANVIER_CONFORMANCE_PACKAGE", "ranvier")


def load_interface(package: str | None = None) -> Any:
    """Return the ``h`` of a package with the standard run procedures loaded."""
    h = importlib.import_module(package or package_name()).h
    h.load_file("stdrun.hoc")
    return h


class Model:
    """A live model: keeps every object of the spec alive and runs its protocol."""

    def __init__(self, h: Any, spec: Spec) -> None:
        self.h = h
        self.spec = spec
        self.sections: list[Any] = []
        self.points: list[Any] = []
        self.netcons: list[Any] = []
        self.traces: dict[str, Any] = {}
        self.spikes: dict[str, Any] = {}
        self.reads: dict[str, Any] = {}
        self.kept: list[Any] = []
        for name, value in {**GLOBALS, **spec.get("globals", {})}.items():
            setattr(h, name, value)
        for section in spec.get("sections", []):
            self.sections.append(self.make_section(section))
        # Connections come second so that a section may hang on one made later.
        for child, section in zip(self.sections, spec.get("sections", []), strict=True):
            if section.get("parent"):
                self.connect(child, section["parent"])
        for key, do in (("points", self.add_point), ("netcons", self.add_netcon)):
            for item in spec.get(key, []):
                do(item)
        for item in spec.get("plays", []):
            self.add_play(item)
        for item in spec.get("record", []):
            self.add_record(item)

    # --- structure -------------------------------------------------------------------------------------------

    def make_section(self, spec: Spec) -> Any:
        """Make one section with its geometry and mechanisms; a list of ``[x, value]`` sets single segments."""
        section = self.h.Section(name=spec["name"])
        for point in spec.get("pt3d", []):
            section.pt3dadd(*point)
        section.nseg = spec.get("nseg", 1)
        for name in ("L", "diam", "Ra", "cm"):
            if name in spec:
                assign(section, name, spec[name])
        for mechanism, parameters in spec.get("mechanisms", {}).items():
            section.insert(mechanism)
            for name, value in parameters.items():
                assign(section, f"{name}_{mechanism}", value)
        for name, value in spec.get("ranges", {}).items():
            assign(section, name, value)
        return section

    def connect(self, child: Any, parent: list[Any]) -> None:
        index, x, end = parent
        child.connect(self.sections[index](x), end)

    def add_point(self, spec: Spec) -> None:
        make = getattr(self.h, spec["class"])
        point = make() if spec.get("section") is None else make(self.segment(spec["section"], spec["x"]))
        for name, value in spec.get("parameters", {}).items():
            if isinstance(value, list):
                for index, element in enumerate(value):
                    getattr(point, name)[index] = element
            else:
                setattr(point, name, value)
        self.points.append(point)

    def add_netcon(self, spec: Spec) -> None:
        target = None if spec["target"] is None else self.points[spec["target"]]
        source = spec["source"]
        if source is None:
            netcon = self.h.NetCon(None, target)
        elif source[0] == "point":
            netcon = self.h.NetCon(self.points[source[1]], target)
        else:
            netcon = self.h.NetCon(self.reference(source), target, sec=self.sections[source[1]])
        for name in ("threshold", "delay"):
            if name in spec:
                setattr(netcon, name, spec[name])
        if "weight" in spec:
            netcon.weight[0] = spec["weight"]
        if "record" in spec:
            self.spikes[spec["record"]] = times = self.h.Vector()
            netcon.record(times)
        self.netcons.append(netcon)

    def add_play(self, spec: Spec) -> None:
        values = self.h.Vector(spec["values"])
        self.kept.append(values)
        if "dt" in spec:
            values.play(self.reference(spec["of"]), spec["dt"])
            return
        times = self.h.Vector(spec["times"])
        self.kept.append(times)
        if spec.get("linear"):
            values.play(self.reference(spec["of"]), times, 1)
        else:
            values.play(self.reference(spec["of"]), times)

    def add_record(self, spec: Spec) -> None:
        vector = self.h.Vector()
        if "dt" in spec:
            vector.record(self.reference(spec["of"]), spec["dt"])
        elif "times" in spec:
            times = self.h.Vector(spec["times"])
            self.kept.append(times)
            vector.record(self.reference(spec["of"]), times)
        else:
            vector.record(self.reference(spec["of"]))
        self.traces[spec["name"]] = vector

    # --- quantities ------------------------------------------------------------------------------------------

    def segment(self, section: int, x: float) -> Any:
        return self.sections[section](x)

    def owner(self, quantity: list[Any]) -> tuple[Any, str]:
        """Object and attribute that a quantity such as ``["seg", 3, 0.5, "hh", "m"]`` names."""
        kind = quantity[0]
        if kind == "h":
            return self.h, quantity[1]
        if kind == "sec":
            return self.sections[quantity[1]], quantity[2]
        if kind == "point":
            return self.points[quantity[1]], quantity[2]
        if kind == "netcon":
            return self.netcons[quantity[1]], quantity[2]
        owner = self.segment(quantity[1], quantity[2])
        for name in quantity[3:-1]:
            owner = getattr(owner, name)
        return owner, quantity[-1]

    def value(self, quantity: list[Any]) -> Any:
        owner, name = self.owner(quantity)
        got = getattr(owner, name)
        return got() if callable(got) else got

    def reference(self, quantity: list[Any]) -> Any:
        owner, name = self.owner(quantity)
        return getattr(owner, f"_ref_{name}")

    def voltages(self) -> np.ndarray:
        """v of every node of every live section, both ends included, shape (n,), unit mV."""
        return np.array([segment.v for section in self.live() for segment in section.allseg()])

    def geometry(self) -> dict[str, np.ndarray]:
        """area [um2], ri [MOhm] and diam [um] of every segment, ends included; L [um] of every section."""
        out: dict[str, list[float]] = {"area": [], "ri": [], "diam": [], "L": []}
        for section in self.live():
            out["L"].append(section.L)
            for segment in section.allseg():
                out["area"].append(segment.area())
                out["ri"].append(segment.ri())
                out["diam"].append(segment.diam)
        return {name: np.array(values) for name, values in out.items()}

    def live(self) -> list[Any]:
        return [section for section in self.sections if section is not None]

    # --- protocol --------------------------------------------------------------------------------------------

    def run(self) -> dict[str, np.ndarray]:
        """Run the protocol and return every recorded array by name."""
        out = {f"geometry/{name}": values for name, values in self.geometry().items()}
        for step in self.spec["protocol"]:
            getattr(self, f"do_{step[0]}")(*step[1:])
        for name, vector in self.traces.items():
            out[f"trace/{name}"] = np.array(vector.to_python(), dtype=float)
        for name, vector in self.spikes.items():
            out[f"times/{name}"] = np.array(vector.to_python(), dtype=float)
        for name, value in self.reads.items():
            out[f"read/{name}"] = np.atleast_1d(np.array(value, dtype=float))
        for index, quantity in enumerate(self.spec.get("final", [])):
            out[f"final/{index}"] = np.array([self.value(quantity)], dtype=float)
        out["v"] = self.voltages()
        return out

    def do_finitialize(self, *v: float) -> None:
        self.h.finitialize(*v)

    def do_advance(self, count: int) -> None:
        for _ in range(count):
            self.h.fadvance()

    def do_call(self, name: str, *arguments: float) -> None:
        getattr(self.h, name)(*arguments)

    def do_set(self, quantity: list[Any], value: Any) -> None:
        owner, name = self.owner(quantity)
        setattr(owner, name, value)

    def do_weight(self, netcon: int, value: float) -> None:
        self.netcons[netcon].weight[0] = value

    def do_event(self, netcon: int, time: float) -> None:
        self.netcons[netcon].event(time)

    def do_nseg(self, section: int, nseg: int) -> None:
        self.sections[section].nseg = nseg

    def do_insert(self, section: int, mechanism: str) -> None:
        self.sections[section].insert(mechanism)

    def do_uninsert(self, section: int, mechanism: str) -> None:
        self.sections[section].uninsert(mechanism)

    def do_section(self, spec: Spec) -> None:
        self.sections.append(self.make_section(spec))
        if spec.get("parent"):
            self.connect(self.sections[-1], spec["parent"])

    def do_delete(self, section: int) -> None:
        self.h.delete_section(sec=self.sections[section])
        self.sections[section] = None

    def do_connect(self, child: int, parent: list[Any]) -> None:
        self.connect(self.sections[child], parent)

    def do_disconnect(self, section: int) -> None:
        self.sections[section].disconnect()

    def do_point(self, spec: Spec) -> None:
        self.add_point(spec)

    def do_drop_point(self, index: int) -> None:
        self.points[index] = None

    def do_netcon(self, spec: Spec) -> None:
        self.add_netcon(spec)

    def do_drop_netcon(self, index: int) -> None:
        self.netcons[index] = None

    def do_pt3dchange(self, section: int, index: int, *values: float) -> None:
        self.sections[section].pt3dchange(index, *values)

    def do_read(self, name: str, quantity: list[Any]) -> None:
        self.reads.setdefault(name, []).append(self.value(quantity))

    def do_read_voltages(self, name: str) -> None:
        self.reads.setdefault(name, []).extend(self.voltages())

    def do_read_geometry(self, name: str) -> None:
        for values in self.geometry().values():
            self.reads.setdefault(name, []).extend(values)

    def do_repeat(self, count: int, steps: list[list[Any]]) -> None:
        for _ in range(count):
            for step in steps:
                getattr(self, f"do_{step[0]}")(*step[1:])


def assign(section: Any, name: str, value: Any) -> None:
    """Set a section variable: one number for all, or a list of ``[x, value]`` for single segments."""
    if isinstance(value, list):
        for x, number in value:
            setattr(section(x), name, number)
    else:
        setattr(section, name, value)


def run_spec(h: Any, spec: Spec) -> dict[str, np.ndarray]:
    """Build the model, run it, take the results, and drop the model."""
    return Model(h, spec).run()
