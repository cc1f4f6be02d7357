# SPDX-License-Identifier: BSD-3-Clause
"""What a harness must know of a .mod file before it can run it: kind, name, pointers, tables, variables."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Facts:
    name: str
    kind: str  # SUFFIX, POINT_PROCESS, ARTIFICIAL_CELL
    pointers: list[str] = field(default_factory=list)
    tables: dict[str, int] = field(default_factory=dict)  # FUNCTION_TABLE: number of arguments
    states: list[str] = field(default_factory=list)  # arrays elementwise: "c[2]"
    currents: list[str] = field(default_factory=list)  # of the mechanism itself, not of an ion
    ions: list[str] = field(default_factory=list)
    weights: int | None = None  # arguments of NET_RECEIVE
    vector_setters: list[str] = field(
        default_factory=list
    )  # PROCEDUREs set...() by which C is given a Vector
    has_c: bool = False  # a VERBATIM block that is more than `return`

    @property
    def is_nothing(self) -> bool:
        return self.kind == "SUFFIX" and self.name == "nothing"


def strip(text: str) -> str:
    text = re.sub(r"\bCOMMENT\b.*?\bENDCOMMENT\b", " ", text, flags=re.S)
    text = re.sub(r"^[ \t]*TITLE[^\n]*", " ", text, flags=re.M)
    text = re.sub(r"\bVERBATIM\b.*?\bENDVERBATIM\b", " ", text, flags=re.S)
    return re.sub(r"[:?][^\n]*", " ", text)


def blocks(text: str, keyword: str) -> list[str]:
    out = []
    for match in re.finditer(rf"\b{keyword}\b[^{{}}]*\{{", text):
        depth, at = 1, match.end()
        while depth and at < len(text):
            depth += {"{": 1, "}": -1}.get(text[at], 0)
            at += 1
        out.append(text[match.end() : at - 1])
    return out


def names(text: str) -> list[str]:
    return re.findall(r"[A-Za-z]\w*", text)


STATEMENTS = (
    "SUFFIX|POINT_PROCESS|ARTIFICIAL_CELL|RANGE|GLOBAL|NONSPECIFIC_CURRENT|ELECTRODE_CURRENT|USEION|READ|WRITE|"
    "VALENCE|POINTER|BBCOREPOINTER|EXTERNAL|THREADSAFE|RANDOM|REPRESENTS|CHARGE"
)


def list_of(neuron: str, keyword: str) -> list[str]:
    out = []
    for match in re.finditer(rf"\b{keyword}\b(.*?)(?=\b(?:{STATEMENTS})\b|$)", neuron, flags=re.S):
        out += names(match.group(1))
    return list(dict.fromkeys(out))


def facts(path: Path) -> Facts:
    raw = path.read_bytes().decode("latin-1").replace("\r\n", "\n").replace("\r", "\n")
    text = strip(raw)
    neuron = " ".join(blocks(text, "NEURON"))
    kinds = re.findall(r"\b(SUFFIX|POINT_PROCESS|ARTIFICIAL_CELL)\s+(\w+)", neuron)
    kind, name = kinds[-1] if kinds else ("SUFFIX", path.stem)
    out = Facts(name, next((k for k, _ in kinds if k != "SUFFIX"), "SUFFIX"))
    defines = {n: int(v) for n, v in re.findall(r"\bDEFINE\s+(\w+)\s+(\d+)", text)}
    # A pointer that only C knows holds an object of C's own: connecting it would end badly in NEURON too.
    code = text
    for declarations in ("NEURON", "PARAMETER", "ASSIGNED"):
        for block in blocks(text, declarations):
            code = code.replace(block, " ")
    out.pointers = [
        p
        for p in list_of(neuron, "POINTER") + list_of(neuron, "BBCOREPOINTER")
        if re.search(rf"\b{p}\b", code)
    ]
    out.currents = list_of(neuron, "NONSPECIFIC_CURRENT") + list_of(neuron, "ELECTRODE_CURRENT")
    out.ions = re.findall(r"\bUSEION\s+(\w+)", neuron)
    for table, arguments in re.findall(r"\bFUNCTION_TABLE\s+(\w+)\s*\(([^{}]*?)\)\s*(?:\(|\n|$)", text):
        out.tables[table] = arguments.count(",") + 1
    for written in blocks(text, "STATE"):
        bare = re.sub(r"<[^>]*>|\([^()]*\)", " ", written)
        state = re.sub(r"\b(?:START|FROM|TO)\s+-?[\d.eE+-]+", " ", bare)
        for match in re.finditer(r"([A-Za-z]\w*)(?:\s*\[\s*(\w+)\s*\])?", state):
            count = match.group(2)
            if count is None:
                out.states.append(match.group(1))
            else:
                size = defines.get(count) or (int(count) if count.isdigit() else 0)
                out.states += [f"{match.group(1)}[{i}]" for i in range(size)]
    receive = re.search(r"\bNET_RECEIVE\s*\(([^{}]*)\)\s*\{", text)
    if receive:
        arguments = re.sub(r"\([^()]*\)", " ", receive.group(1))
        out.weights = len(names(arguments))
    for code in re.findall(r"\bVERBATIM\b(.*?)\bENDVERBATIM\b", raw, flags=re.S):
        block = re.sub(r"/\*.*?\*/|//[^\n]*", " ", code, flags=re.S)
        if not re.fullmatch(r"\s*(return[^;{}]*;)?\s*", block):
            out.has_c = True
    setter = r"\bPROCEDURE\s+(set\w*)\s*\([^{}]*\)\s*\{(.*?)(?=\n\s*(?:PROCEDURE|FUNCTION)\b|\Z)"
    for name, body in re.findall(setter, raw, flags=re.S):
        if re.search(r"\bvector_arg\s*\(\s*1\s*\)", body):
            out.vector_setters.append(name)
    return out
