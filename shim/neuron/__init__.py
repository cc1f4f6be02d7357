# SPDX-License-Identifier: BSD-3-Clause
"""NEURON's Python package on Ranvier: ``from neuron import h``.

Thin: every name leads to ``ranvier``. Scripts that come this way get NEURON 8.2.7's behaviour where it differs from
9's; the environment variable ``RANVIER_COMPAT`` (``8`` or ``9``) says otherwise.
"""

from __future__ import annotations

import ranvier
from ranvier import _compat, _neuron_names
from ranvier._neuron_h import NeuronHoc

_compat.imported_as_neuron(ranvier.h)

#: The top level of the default world; after a mistake in ``h("...")`` it tells and goes on.
h = NeuronHoc(ranvier.h)

from neuron import config, doc, hoc, nrn, units  # noqa: E402 - after the choice of behaviour
from neuron.psection import psection  # noqa: E402
from ranvier._neuron_names import *  # noqa: E402, F403
from ranvier._neuron_names import init, load_mechanisms  # noqa: E402 - ranvier has its own, or none

n = _neuron_names._NEURON_INTERFACE(ranvier.h)
_neuron_names.module_options()

__version__: str | None = _compat.version(h)
version = __version__

__all__ = [
    "__version__",
    "config",
    "doc",
    "h",
    "hoc",
    "init",
    "load_mechanisms",
    "n",
    "nrn",
    "psection",
    "units",
    "version",
]
__all__ += _neuron_names.__all__

#: For those who want to know on what they stand.
__ranvier_version__: str = ranvier.__version__
