# SPDX-License-Identifier: BSD-3-Clause
"""``coreneuron.enable = True`` is accepted: Ranvier's own engine runs, with the same spikes.

The options that scripts set are checked and kept, so that they can be asked back; none of them changes a run.
"""

from __future__ import annotations

import contextlib
import sys
import types

from ranvier._ext import InputError, WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

FLAGS = ("enable", "gpu", "file_mode", "model_stats", "skip_write_model_to_disk")
NUMBERS = {"verbose": 2, "cell_permute": 0, "warp_balance": 0, "num_gpus": 0, "prcellstate": -1}
TEXTS = ("model_path", "save_path", "restore_path", "sim_config")


class Options(types.ModuleType):
    """The module itself; calling it sets options for the time of a block."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in FLAGS:
            value = bool(value)
        elif name in NUMBERS:
            try:
                value = int(value)
            except (TypeError, ValueError):
                raise InputError(f"coreneuron.{name}: needs a whole number (got {value!r})") from None
            least = -1 if name == "prcellstate" else 0
            if value < least:
                raise InputError(f"coreneuron.{name} is out of range (got {value}); allowed: {least} or more")
        elif name in TEXTS and value is not None:
            value = str(value)
        super().__setattr__(name, value)

    @contextlib.contextmanager
    def __call__(self, **options: Any) -> Iterator[None]:
        """Set options for a block: ``with coreneuron(enable=True): ...``"""
        for name in options:
            if name not in (*FLAGS, *NUMBERS, *TEXTS):
                raise WrongType(f"coreneuron: there is no option {name!r}")
        before = {name: getattr(self, name) for name in options}
        try:
            for name, value in options.items():
                setattr(self, name, value)
            yield
        finally:
            for name, value in before.items():
                setattr(self, name, value)

    def valid_cell_permute(self) -> set[int]:
        """The orders of nodes that may be asked for."""
        return {1, 2} if self.gpu else {0, 1}


module = sys.modules[__name__]
module.__class__ = Options
for option in FLAGS:
    setattr(module, option, False)
for option, number in NUMBERS.items():
    setattr(module, option, number)
for option in TEXTS:
    setattr(module, option, None)
