# SPDX-License-Identifier: BSD-3-Clause
"""The little of hoc that ``h("...")`` runs: assignments of numbers, and calls. The language itself is not here yet."""

from __future__ import annotations

import ast
import math
import operator
import re

from ranvier._ext import InputError, LookupFailure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ranvier._hoc import Hoc

ASSIGNMENT = re.compile(r"\s*([A-Za-z][A-Za-z0-9_]*)\s*=(?!=)(.*)", re.DOTALL)
CONSTANTS = {"PI": math.pi, "E": math.e}
OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Mod: math.fmod,
    ast.Pow: operator.pow,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
FUNCTIONS: dict[str, Callable[[float], float]] = {
    name: getattr(math, name) for name in ("exp", "log", "log10", "sqrt", "sin", "cos", "tanh", "fabs")
}


def run(h: Hoc, text: str) -> bool:
    """Run statements, one a line. Returns True; every problem is an exception."""
    for line in text.splitlines():
        statement = line.partition("//")[0].strip()
        if not statement:
            continue
        match = ASSIGNMENT.match(statement)
        if match:
            name, expression = match.groups()
            value = float(evaluate(h, expression, statement))
            h._world._make_number(name)
            setattr(h, name, value)
        else:
            evaluate(h, statement, statement)
    return True


def evaluate(h: Hoc, expression: str, statement: str) -> Any:
    """Value of an expression."""
    try:
        tree = ast.parse(expression.strip().replace("^", "**"), mode="eval")
    except SyntaxError:
        raise refused(statement) from None
    return value_of(h, tree.body, statement)


def value_of(h: Hoc, node: ast.AST, statement: str) -> Any:
    """Value of a part of an expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float | str):
        return node.value
    if isinstance(node, ast.Name):
        try:
            return getattr(h, node.id)
        except LookupFailure:
            if node.id in CONSTANTS:
                return CONSTANTS[node.id]
            raise
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATORS:
        return OPERATORS[type(node.op)](value_of(h, node.left, statement), value_of(h, node.right, statement))
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPERATORS:
        return float(
            OPERATORS[type(node.ops[0])](
                value_of(h, node.left, statement), value_of(h, node.comparators[0], statement)
            )
        )
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub | ast.UAdd):
        value = value_of(h, node.operand, statement)
        return -value if isinstance(node.op, ast.USub) else value
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and not node.keywords:
        arguments = [value_of(h, a, statement) for a in node.args]
        name = node.func.id
        function = FUNCTIONS[name] if name in FUNCTIONS else getattr(h, name)
        return function(*arguments)
    raise refused(statement)


def refused(statement: str) -> InputError:
    """The error for a statement that is more than this module runs."""
    return InputError(
        f"h: this hoc statement cannot be run yet (got {statement!r}); allowed: NAME = EXPRESSION of numbers, or a call"
    )
