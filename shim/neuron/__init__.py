# SPDX-License-Identifier: BSD-3-Clause
"""NEURON's Python package on Ranvier: ``from neuron import h``.

Thin: every name leads to ``ranvier``. Scripts that come this way get NEURON 8.2.7's behaviour where it differs from
9's; the environment variable ``RANVIER_COMPAT`` (``8`` or ``9``) says otherwise.
"""

from __future__ import annotations

import ranvier
from ranvier import _compat, h
from ranvier._psection import psection

_compat.imported_as_neuron(h)

from neuron import hoc, nrn, units  # noqa: E402 - after the choice of behaviour
from neuron._functions import hclass, init, load_mechanisms, nrn_dll_loaded, quit, run, xopen  # noqa: E402

__version__: str = _compat.version(h)
version = __version__

__all__ = [
    "__version__",
    "h",
    "hclass",
    "hoc",
    "init",
    "load_mechanisms",
    "nrn",
    "nrn_dll_loaded",
    "psection",
    "quit",
    "run",
    "units",
    "version",
    "xopen",
]

#: For those who want to know on what they stand.
__ranvier_version__: str = ranvier.__version__
