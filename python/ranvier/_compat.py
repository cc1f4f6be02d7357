# SPDX-License-Identifier: BSD-3-Clause
"""Which NEURON a world answers for: 9 by itself, 8 for scripts that import ``neuron``.

``RANVIER_COMPAT`` = ``8`` or ``9`` decides for both. The differences are few; shim/README.md lists them. Asked for its
version, a world names NEURON's only where a choice was made, else Ranvier's own.
"""

from __future__ import annotations

import os

from ranvier._ext import HocRef, InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ranvier._hoc import Hoc

VERSIONS = {"8": "8.2.7", "9": "9.0.2"}
VARIABLE = "RANVIER_COMPAT"


def wanted() -> str | None:
    """What the environment says, if it says something."""
    text = os.environ.get(VARIABLE, "")
    if not text:
        return None
    major = text.partition(".")[0]
    if major not in VERSIONS:
        raise InputError(f"{VARIABLE} is out of range (got {text!r}); allowed: 8 or 9")
    return major


represent_9 = HocRef.__repr__


def represent_8(reference: HocRef) -> str:
    """As 8.2.7 shows a reference to a number: without the zeros that 9 adds."""
    value = reference[0]
    return f"<hoc ref value {value:g}>" if isinstance(value, float) else represent_9(reference)


def choose(h: Hoc, major: str) -> None:
    """Make a world behave as this NEURON where the two differ."""
    h.__dict__["_compat"] = major
    # 8.2.7's own hh computes its rates; 9's takes them from tables.
    h.usetable_hh = 0 if major == "8" else 1  # type: ignore[attr-defined]
    h._world._answer_for(int(major))  # what a new Random draws


def imported_as_neuron(h: Hoc) -> None:
    """Scripts that import ``neuron`` were written for 8, unless the environment says otherwise."""
    if "_compat" not in h.__dict__:
        major = wanted() or "8"
        choose(h, major)
        if major == "8":  # references belong to no world
            HocRef.__repr__ = HocRef.__str__ = represent_8  # type: ignore[assignment,method-assign]


def version(h: Hoc) -> str | None:
    """NEURON's version that a world answers for, if a choice was made."""
    return VERSIONS.get(h.__dict__.get("_compat", ""))


def version_text(h: Hoc, own: str, kind: int) -> str:
    """What ``h.nrnversion(kind)`` says; ``own`` is Ranvier's version. 5 is the bare version."""
    stands_for = version(h)
    if kind in (0, 5):
        return stands_for or own
    if kind == 7:
        return "NEURON" if stands_for else "Ranvier"
    if kind == 8:
        names = os.uname()
        return f"{names.machine}-{names.sysname}"
    full = f"VERSION {stands_for} (Ranvier {own})" if stands_for else f"VERSION {own}"
    return full if kind == 2 else f"{'NEURON' if stands_for else 'Ranvier'} -- {full}"
