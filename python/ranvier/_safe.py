# SPDX-License-Identifier: BSD-3-Clause
"""``with ranvier.safe_mode():`` for hoc programs and session files of strangers."""

from __future__ import annotations

import contextlib
import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from ranvier._world import World


@contextlib.contextmanager
def safe_mode(folder: str | os.PathLike[str] | None = None, world: World | None = None) -> Iterator[None]:
    """Load hoc that may do little outside of its world.

    In the block hoc has no shell (``system``), no Python (``nrnpython``, PythonObject) and no C code of mechanisms, and
    files, read or written, lie in one folder; each attempt is an InputError. What was loaded so stays restricted after
    the block, since its procedures may run later.

    Parameters
    ----------
    folder : path, optional
        Where files may be. By default the folder of each file that Python loads in the block.
    world : World, optional
        Whose hoc; the default world's, if none is given.
    """
    if world is None:
        import ranvier

        world = ranvier._default_world
    world._restrict("" if folder is None else os.fspath(folder))
    try:
        yield
    finally:
        world._release()
