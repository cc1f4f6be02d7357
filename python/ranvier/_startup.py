# SPDX-License-Identifier: BSD-3-Clause
"""What is there without being asked for: the mechanisms of the working folder."""

from __future__ import annotations

import os
import sys
from itertools import pairwise

from ranvier import _ext

TYPE_CHECKING = False
if TYPE_CHECKING:
    from ranvier._world import World

PROGRAMS = frozenset({"ranvier", "nrnivmodl", "nrniv", "nrngui", "neurondemo"})


def offer_working_folder(world: World) -> None:
    """Offer the mechanisms that nrnivmodl left in the working folder, or else its .mod files. Never fails: it warns.

    ``RANVIER_AUTOLOAD=0`` switches this off.
    """
    if os.environ.get("RANVIER_AUTOLOAD", "1") == "0":
        return
    try:
        library = _ext._library_in(".")
        if library:
            world._offer_mechanisms(_ext._mechanism_sources(library))
            return
        files = _ext._mod_files(".")
        if files:
            world._offer_mechanisms(files)
    except (_ext.Error, OSError) as error:
        print(f"warning: the mechanisms of this folder are not loaded: {error}", file=sys.stderr)


def is_own_program() -> bool:
    """Whether this process is the program ``ranvier``, which decides for itself what it loads."""
    name = os.path.basename(sys.argv[0]) if getattr(sys, "argv", None) else ""
    original = getattr(sys, "orig_argv", [])
    return name in PROGRAMS or any(pair == ("-m", "ranvier") for pair in pairwise(original))
