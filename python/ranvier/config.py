# SPDX-License-Identifier: BSD-3-Clause
"""What this build can do, under the names that scripts ask for."""

from __future__ import annotations

#: Name -> what holds.
arguments: dict[str, bool | str] = {
    "NRN_ENABLE_INTERVIEWS": False,
    "NRN_ENABLE_MECH_DLL_STYLE": True,
    "NRN_ENABLE_PYTHON": True,
    "NRN_ENABLE_PYTHON_DYNAMIC": True,
    "NRN_ENABLE_THREADS": True,
    "NRN_ENABLE_MPI": False,
    "NRN_ENABLE_MPI_DYNAMIC": False,
    "NRN_ENABLE_MUSIC": False,
    "NRN_ENABLE_RX3D": False,
    "NRN_ENABLE_CORENEURON": False,
    "CORENRN_ENABLE_GPU": False,
    "NRN_ENABLE_SHARED": True,
    "NRN_ENABLE_TESTS": False,
    "NRN_SANITIZERS": "",
    "CMAKE_BUILD_TYPE": "Release",
}


def text(key: str) -> str:
    """Give a value as ``h.nrn_get_config_val`` says it."""
    value = arguments[key]
    return value if isinstance(value, str) else "ON" if value else "OFF"
