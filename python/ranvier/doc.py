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
    "eqinit": ("()", "Forget the unknowns of depvar and the equations of eqn"),
    "execerror": ("(text[, text])", "End what runs with an error"),
    "execute": ("(statements[, object])", "Run statements, in the names of an object's template"),
    "execute1": (
        "(statements[, object][, tells]) -> float",
        "The same; 0 after a mistake instead of an error",
    ),
    "float_epsilon": ("", "Numbers that differ by less are equal to hoc's comparisons"),
    "hoc_ac_": ("", "A number for programs to leave a result in: h('hoc_ac_ = x*2')"),
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
    "prmat": ("() -> float", "Print which unknowns of depvar stand in which equations"),
    "quit": ("([status])", "End the program"),
    "retrieveaudit": ("()", "Accepted"),
    "saveaudit": ("()", "Accepted"),
    "show_errmess_always": ("(flag)", "Accepted"),
    "solve": (
        "() -> float",
        "Move the unknowns of depvar one step towards their equations; how far they were off and went",
    ),
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

# Numbers, texts and objrefs of the run system and of the library's files: name -> unit, what it is.
VARIABLES: dict[str, tuple[str, str]] = {
    "capacitance": ("", "What every section has: cm [uF/cm2] and i_cap [mA/cm2]; nothing to insert"),
    "case": ("", "Iterator, in hoc: for case(&x, 1, 2.5, 7) { print x }"),
    "clamp_resist": ("megohm", "Resistance of the electrode of fclamp"),
    "clipboard_file": ("", "Name of the file that the clipboard was saved in"),
    "cnt": ("", "A number that files of the library count with"),
    "coreneuronrunning_": ("", "Kept for scripts: 0"),
    "default_dll_loaded_": ("", "Kept for scripts: whether a library of mechanisms was found at the start"),
    "diam_changed": (
        "",
        "1 if a shape changed since areas were last computed; setting it computes them anew",
    ),
    "eventcount": ("", "Kept for scripts: events handled while the window was drawn"),
    "eventslow": ("", "Kept for scripts: whether windows are looked after during a run"),
    "global_ra": ("ohm cm", "A value for Ra that programs set for all sections"),
    "graphItem": ("", "The Graph that was made last"),
    "hoc_cross_x_": ("", "x of the last place that was clicked at on a graph"),
    "hoc_cross_y_": ("", "y of the last place that was clicked at on a graph"),
    "i_cap": ("mA/cm2", "Current of the membrane's capacitance; of a place: section(x).i_cap"),
    "itmp": ("", "A number that files of the library count with"),
    "morphology": ("", "What every section has: diam [um]; nothing to insert"),
    "movierunbox": ("", "The window of the movie run"),
    "n_graph_lists": ("", "Number of lists in graphList"),
    "nrn_netrec_state_adjust": ("", "Kept for scripts: whether NET_RECEIVE's steps of a state are corrected"),
    "nrn_sparse_partrans": ("", "Kept for scripts: how values of gap junctions go to other processes"),
    "nrn_shape_changed_": ("", "Another number after each change of a shape"),
    "pyobj": ("", "What the library keeps of Python"),
    "realtime": ("s", "Time that the run has taken"),
    "rtstart": ("s", "When the run began"),
    "runStopAt": ("ms", "Where the button 'Continue til' stops"),
    "runStopIn": ("ms", "How far the button 'Continue for' goes"),
    "running_": ("", "1 while a run goes on"),
    "screen_update_invl": ("s", "Time between two drawings during a run"),
    "stdrun_quiet": ("", "1: setdt says nothing"),
    "stoprun": ("", "1 stops the run after this step"),
    "temp_string2_": ("", "A text that files of the library use"),
    "temp_string_": ("", "A text that files of the library use"),
    "tempobj": ("", "An objref that files of the library use"),
    "tempobj2": ("", "An objref that files of the library use"),
    "tempstr1": ("", "A text that files of the library use"),
    "tempstr2": ("", "A text that files of the library use"),
    "tobj": ("", "An objref that files of the library use"),
    "tobj1": ("", "An objref that files of the library use"),
    "tstr": ("", "A text that files of the library use"),
    "using_cvode_": ("", "1 if the variable step is on"),
    "xopen_broadcast_": ("", "Kept for scripts: 0"),
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
    for name, (unit, text) in (PROPERTIES | VARIABLES).items():
        out.setdefault(name, ("", unit, text, {}))
    for name in WORDS:
        out.setdefault(name, ("", "", f"A word of the language: h('{name} ...')", {}))
    return out


def describe(name: str, member: str = "") -> str:
    """Signature, unit and text of a name, or of a member of a class; empty if there is nothing to say."""
    known = table().get(name)
    if known is None:
        return "" if member else describe_global(name)
    signature, unit, text, members = known
    if member:
        if member not in members:
            return ""
        signature, text = members[member]
        name, unit = f"{name}.{member}", ""
    unit = f" [{unit}]" if unit else ""
    return f"{name}{signature}{unit}" + (f"\n\n{text}" if text else "")


def describe_global(name: str) -> str:
    """The same of a number that a mechanism declares as GLOBAL, as the default world knows it."""
    from ranvier import _default_world

    if name not in _default_world._number_names():
        return ""
    mechanisms = [m for m, _ in _default_world._mechanisms() if name.endswith("_" + m)]
    unit = _default_world._unit(name)
    of = f"of the mechanism {max(mechanisms, key=len)}, the same everywhere" if mechanisms else "of the world"
    return f"{name}{f' [{unit}]' if unit else ''}\n\nNumber {of}"


def get_docstring(objtype: str, symbol: str) -> str:
    """What NEURON's package asks: of a member of a class, or with an empty class of a name of ``h``."""
    return describe(objtype, symbol) if objtype else describe(symbol)
