# SPDX-License-Identifier: BSD-3-Clause
"""The programs that come with the package: ``nrniv`` and ``nrnivmodl``."""

from __future__ import annotations


def nrniv() -> int:
    """Run a script, as the program ``ranvier`` does."""
    from ranvier import _cli

    return _cli.main()


def nrnivmodl() -> int:
    """Check .mod files and leave what scripts look for."""
    from ranvier import _nrnivmodl

    return _nrnivmodl.main()
