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
from ranvier._neuron_names import (  # noqa: E402
    _NEURON_INTERFACE,
    DensityMechanism,
    HocBaseObject,
    HocError,
    Wrapper,
    format_exception,
    hclass,
    help,
    init,
    load_mechanisms,
    mechanism_prefix,
    mechanism_suffix,
    new_hoc_class,
    new_point_process,
    nrn_dll,
    nrn_dll_loaded,
    nrn_dll_sym,
    numpy_element_ref,
    numpy_from_pointer,
    quit,
    register_savestate,
    run,
    test,
    test_rxd,
    vec2numpy,
    vec_to_numpy_callback,
    xopen,
)

n = _NEURON_INTERFACE(ranvier.h)
_neuron_names.module_options()

__version__: str | None = _compat.version(h)
version = __version__

__all__ = [
    "_NEURON_INTERFACE",
    "DensityMechanism",
    "HocBaseObject",
    "HocError",
    "Wrapper",
    "__version__",
    "config",
    "doc",
    "format_exception",
    "h",
    "hclass",
    "help",
    "hoc",
    "init",
    "load_mechanisms",
    "mechanism_prefix",
    "mechanism_suffix",
    "n",
    "new_hoc_class",
    "new_point_process",
    "nrn",
    "nrn_dll",
    "nrn_dll_loaded",
    "nrn_dll_sym",
    "numpy_element_ref",
    "numpy_from_pointer",
    "psection",
    "quit",
    "register_savestate",
    "run",
    "test",
    "test_rxd",
    "units",
    "vec2numpy",
    "vec_to_numpy_callback",
    "version",
    "xopen",
]

#: For those who want to know on what they stand.
__ranvier_version__: str = ranvier.__version__
