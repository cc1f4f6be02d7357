# SPDX-License-Identifier: BSD-3-Clause
"""``make_mechanism``: a template of hoc as a density mechanism, whose procedures act in each segment."""

from __future__ import annotations

import os
import tempfile

from ranvier import _ext
from ranvier._ext import InputError, LookupFailure, WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ranvier._hoc import Hoc

# What the engine calls, by the template's procedure.
INITIAL, AFTER_STEP = "initial", "after_step"


def _numbers_of(h: Hoc, template: str) -> dict[str, float]:
    """Public numbers of a template and what a new object has in them."""
    made = h._world._hoc_new(template)
    known = {}
    for name in _ext._hoc_member_names(made):
        if _ext._hoc_member_kind(made, name) == "number":
            known[name] = getattr(made, name, 0.0)  # nobody assigned to it yet
    return known


def _text(suffix: str, template: str, parameters: list[str], numbers: dict[str, float]) -> str:
    """The NMODL of the mechanism: it holds numbers and computes nothing."""
    others = [name for name in numbers if name not in parameters]
    first = "".join(f"    {name} = {numbers[name]!r}\n" for name in others if numbers[name] != 0)
    lines = [f"TITLE The template {template}\n", f"NEURON {{\n    SUFFIX {suffix}"]
    if numbers:
        lines.append("    RANGE " + ", ".join([*parameters, *others]))
    lines.append("}\n")
    if parameters:
        lines.append("PARAMETER {\n" + "".join(f"    {p} = {numbers[p]!r}\n" for p in parameters) + "}\n")
    if others:
        lines.append("ASSIGNED {\n" + "".join(f"    {name}\n" for name in others) + "}\n")
    if first:
        lines.append("CONSTRUCTOR {\n" + first + "}\n")
    return "\n".join(lines)


class MadeMechanism:
    """Calls the procedures of a template in every segment that has its mechanism.

    The numbers are the mechanism's own: the object of a segment gets them before a call and gives them back after.
    """

    def __init__(self, h: Hoc, suffix: str, template: str, parameters: list[str]) -> None:
        self._h, self._suffix, self._template = h, suffix, template
        numbers = _numbers_of(h, template)
        for name in parameters:
            if name not in numbers:
                raise InputError(
                    f"h.make_mechanism: {name} is no public number of the template {template}; "
                    f"allowed: {', '.join(numbers) or 'none'}"
                )
        self._names = [*parameters, *(name for name in numbers if name not in parameters)]
        self._objects: dict[tuple[str, int], Any] = {}
        self._load(_text(suffix, template, parameters, numbers))
        probe = h._world._hoc_new(template)
        self._calls = [name for name in (INITIAL, AFTER_STEP) if hasattr(probe, name)]
        if INITIAL in self._calls:
            self._handler = h.FInitializeHandler(1, lambda: self._call(INITIAL))
        if AFTER_STEP in self._calls:
            h.cvode.extra_scatter_gather(0, lambda: self._call(AFTER_STEP))

    def _load(self, text: str) -> None:
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, f"{self._suffix}.mod")
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            self._h._world._load_mechanisms(path)

    def _object(self, section: Any, index: int) -> Any:
        key = (section.hoc_internal_name(), index)
        if key not in self._objects:
            self._objects[key] = self._h._world._hoc_new(self._template)
        return self._objects[key]

    def _call(self, procedure: str) -> None:
        h = self._h
        for section in h.allsec():
            if not section.has_membrane(self._suffix):
                continue
            for index, segment in enumerate(section):
                mechanism, at = getattr(segment, self._suffix), self._object(section, index)
                for name in self._names:
                    setattr(at, name, getattr(mechanism, name))
                h.push_section(section)
                try:
                    getattr(at, procedure)(segment.x)
                finally:
                    h.pop_section()
                for name in self._names:
                    setattr(mechanism, name, getattr(at, name))


def make_mechanism(h: Hoc, suffix: Any, template: Any, parameters: Any) -> float:
    """As ``h.make_mechanism`` says."""
    for what, text in (("a suffix", suffix), ("the name of a template", template), ("names", parameters)):
        if not isinstance(text, str):
            raise WrongType(f"h.make_mechanism: needs {what} as text (got {text!r})")
    if not suffix.isidentifier() or not suffix.isascii():
        raise InputError(f"h.make_mechanism: a suffix is a name (got {suffix!r})")
    if suffix in dir(h):
        raise InputError(f"h.make_mechanism: there is something of this name already (got {suffix!r})")
    if h._world._hoc_kind(template) != "template":
        raise LookupFailure(f"h.make_mechanism: there is no such template (got {template!r})")
    made = h.__dict__.setdefault("_made_mechanisms", {})
    made[suffix] = MadeMechanism(h, suffix, template, parameters.split())
    return 1.0
