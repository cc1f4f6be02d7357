# SPDX-License-Identifier: BSD-3-Clause
"""A line of text, the signature and the unit of every name of ``h``: for help, completion and the prompt."""

from __future__ import annotations

import functools

from ranvier import _ext
from ranvier._interop import WORDS

# What hoc itself has: name -> signature, what it is.
LANGUAGE: dict[str, tuple[str, str]] = {
    "allobjects": (
        "([template or object]) -> float",
        "Print the objects of templates with their numbers of references",
    ),
    "allobjectvars": ("()", "Print the objrefs of the top level and what they hold"),
    "argtype": (
        "(i) -> float",
        "In a procedure: 0 number, 1 object, 2 text, 3 reference, -1 there is no argument i",
    ),
    "coredump_on_error": ("(flag)", "Accepted"),
    "execerror": ("(text[, text])", "End what runs with an error"),
    "execute": ("(statements[, object])", "Run statements, in the names of an object's template"),
    "execute1": (
        "(statements[, object][, tells]) -> float",
        "The same; 0 after a mistake instead of an error",
    ),
    "float_epsilon": ("", "Numbers that differ by less are equal to hoc's comparisons"),
    "hoc_ac_": ("", "Value of the last expression"),
    "hoc_obj_": ("", "Two objrefs that nobody declares"),
    "load_file": ("([again,] name) -> float", "Run a hoc file once; 1.0 if there is one"),
    "name_declared": (
        "(name[, top]) -> float",
        "0 unknown, 2 objref, 3 section, 4 strdef, 5 number, 1 anything else",
    ),
    "numarg": ("() -> float", "In a procedure: how many arguments it has"),
    "object_id": ("(object[, 1]) -> float", "A number of the object alone; with 1 the number in its name"),
    "object_pop": ("()", "End object_push"),
    "object_push": ("(object)", "Names of the top level are those of the object's template"),
    "object_pushed": ("(object) -> float", "Whether it was pushed"),
    "quit": ("([status])", "End the program"),
    "retrieveaudit": ("()", "Accepted"),
    "saveaudit": ("()", "Accepted"),
    "show_errmess_always": ("(flag)", "Accepted"),
    "symbols": ("()", "Print all names with what they are"),
    "xopen": ("(name)", "Run a hoc file"),
}


# Of sections, where h gives those of the current one: name -> unit, what it is.
PROPERTIES: dict[str, tuple[str, str]] = {
    "L": ("um", "Length of the current section"),
    "Ra": ("ohm cm", "Axial resistivity of the current section"),
    "nseg": ("", "Number of segments of the current section"),
    "rallbranch": ("", "Number of equal branches that the current section stands for"),
    "cm": ("uF/cm2", "Capacitance of the membrane; of a place: section(x).cm"),
    "diam": ("um", "Diameter; of a place: section(x).diam"),
    "v": ("mV", "Membrane potential; of a place: section(x).v"),
}


@functools.cache
def table() -> dict[str, tuple[str, str, str, dict[str, tuple[str, str]]]]:
    """Name -> signature, unit, text, members with signature and text."""
    out = {
        name: (signature, unit, text, {m: (s, t) for m, s, t in members})
        for _, name, signature, unit, text, members in _ext._builtins()
    }
    for name, (signature, text) in LANGUAGE.items():
        out.setdefault(name, (signature, "", text, {}))
    for name, (unit, text) in PROPERTIES.items():
        out.setdefault(name, ("", unit, text, {}))
    for name in WORDS:
        out.setdefault(name, ("", "", f"A word of the language: h('{name} ...')", {}))
    return out


def describe(name: str, member: str = "") -> str:
    """Signature, unit and text of a name, or of a member of a class; empty if there is nothing to say."""
    known = table().get(name)
    if known is None:
        return ""
    signature, unit, text, members = known
    if member:
        if member not in members:
            return ""
        signature, text = members[member]
        name, unit = f"{name}.{member}", ""
    unit = f" [{unit}]" if unit else ""
    return f"{name}{signature}{unit}" + (f"\n\n{text}" if text else "")


def get_docstring(objtype: str, symbol: str) -> str:
    """What NEURON's package asks: of a member of a class, or with an empty class of a name of ``h``."""
    return describe(objtype, symbol) if objtype else describe(symbol)
