# SPDX-License-Identifier: BSD-3-Clause
"""Every name of ``dir(h)`` and every member of its classes says what it is: signature or unit, and a line of text."""

from __future__ import annotations

import pydoc

import pytest

import ranvier
from ranvier.doc import describe, table


def texts_of(h, name):
    """What is said of a name: the table's words, or those of what is found under the name."""
    said = describe(name)
    if "\n\n" in said:
        return said
    found = getattr(h, name)
    own = None if isinstance(found, float | str | None) else getattr(found, "__doc__", None)
    return own or ""


def test_every_name_has_a_text(h):
    ranvier.h.load_file("stdrun.hoc")
    silent = [name for name in dir(ranvier.h) if not texts_of(ranvier.h, name).strip()]
    assert silent == []


def test_every_member_has_a_text():
    silent = [
        f"{name}.{member}"
        for name, (_, _, _, members) in table().items()
        for member, (_, text) in members.items()
        if not text
    ]
    assert silent == []
    assert sum(len(members) for _, _, _, members in table().values()) > 600


@pytest.mark.parametrize(
    "name", ["Vector", "Matrix", "Random", "List", "NetCon", "Section", "IClamp", "KSChan", "PtrVector"]
)
def test_help_shows_every_member(h, name):
    shown = pydoc.render_doc(getattr(h, name), renderer=pydoc.plaintext)
    members = [m for m in dir(getattr(h, name)) if not m.startswith("_")]
    assert len(members) > 3
    assert [m for m in members if m not in shown] == []


def test_units_and_signatures(h):
    assert describe("celsius").startswith("celsius [degC]")
    assert describe("clamp_resist").startswith("clamp_resist [megohm]")
    assert describe("ki0_k_ion").startswith("ki0_k_ion [mM]")
    assert "(x) -> float" in describe("sin")
    assert describe("Vector", "resize").splitlines()[0].startswith("Vector.resize(")
    assert describe("nobody") == "" == describe("Vector", "nobody")
