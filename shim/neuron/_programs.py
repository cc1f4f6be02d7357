# SPDX-License-Identifier: BSD-3-Clause
"""The programs that come with the package: ``nrniv``, ``nrngui``, ``neurondemo`` and ``nrnivmodl``."""

from __future__ import annotations

import sys


def nrniv() -> int:
    """Run files and statements."""
    return run("nrniv")


def nrngui() -> int:
    """The same, with the run library loaded first."""
    return run("nrngui")


def neurondemo() -> int:
    """The same, with a small model loaded first."""
    return run("neurondemo")


def run(program: str) -> int:
    """Lead to the program ``ranvier``, which knows all of them."""
    from ranvier import _cli

    return _cli.main([program, *sys.argv[1:]])


def nrnivmodl() -> int:
    """Check .mod files and leave what scripts look for."""
    from ranvier import _nrnivmodl

    return _nrnivmodl.main()
