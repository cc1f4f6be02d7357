# SPDX-License-Identifier: BSD-3-Clause
"""Settings that scripts make for CoreNEURON: ``coreneuron.enable = True``.

Ranvier has one engine, so these are kept, checked and otherwise without effect: a run gives the same spikes either way.
"""

from __future__ import annotations

import contextlib
import sys
import types
import warnings

from ranvier._ext import InputError, WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

#: Switches and what they are at first.
SWITCHES = {
    "enable": False,
    "gpu": False,
    "file_mode": False,
    "skip_write_model_to_disk": False,
    "model_stats": False,
}
#: Numbers: what they are at first, least, most.
NUMBERS = {
    "cell_permute": (0, 0, 2),
    "verbose": (2, 0, 3),
    "num_gpus": (0, 0, 2**31 - 1),
    "warp_balance": (0, 0, 2**31 - 1),
    "prcellstate": (-1, -1, 2**31 - 1),
}
#: Names of files and folders, or None.
PATHS = ("model_path", "save_path", "restore_path", "sim_config")


class _Settings(types.ModuleType):
    """The module, with its settings checked when they are set; calling it sets some for the time of a block."""

    def __setattr__(self, name: str, value: Any) -> None:
        if name in SWITCHES:
            value = bool(int(value))
            if name == "gpu" and value:
                warnings.warn("coreneuron.gpu: there is no GPU engine; runs use the CPU", stacklevel=2)
        elif name in NUMBERS:
            _, least, most = NUMBERS[name]
            value = int(value)
            self._cell_permute_is_set |= name == "cell_permute"
            if not least <= value <= most:
                raise InputError(f"coreneuron.{name}: out of range (got {value}); allowed: {least} to {most}")
        elif name in PATHS:
            value = None if value is None else str(value)
        elif not name.startswith("_"):
            warnings.warn(f"coreneuron.{name}: no such setting; it has no effect", stacklevel=2)
        super().__setattr__(name, value)

    @contextlib.contextmanager
    def __call__(self, **settings: Any) -> Iterator[None]:
        """Other settings for a block: ``with coreneuron(enable=True): ...``"""
        for name in settings:
            if name not in (*SWITCHES, *NUMBERS, *PATHS):
                raise WrongType(f"coreneuron: there is no option {name!r}")
        before = {name: getattr(self, name) for name in settings}
        try:
            for name, value in settings.items():
                setattr(self, name, value)
            yield
        finally:
            for name, value in before.items():
                setattr(self, name, value)

    def valid_cell_permute(self) -> set[int]:
        """The values that ``cell_permute`` may have: {1, 2} with ``gpu``, else {0, 1}."""
        return {1, 2} if self.gpu else {0, 1}

    def nrncore_arg(self, tstop: float) -> str:
        """The options that a run until ``tstop`` [ms] would hand to CoreNEURON; an empty text if it is not enabled."""
        if not self.enable:
            return ""
        options: list[str] = []
        if self.model_path is not None:
            options.append(f"--datpath {self.model_path}")
            if self.skip_write_model_to_disk:
                options.append("--skip-write-model-to-disk")
        options.append(f"--tstop {tstop:g}")
        if self.gpu:
            options.append("--gpu")
            if self.num_gpus:
                options.append(f"--num-gpus {self.num_gpus}")
        if self._cell_permute_is_set:
            options.append(f"--cell-permute {self.cell_permute}")
        if self.warp_balance:
            options.append(f"--nwarp {self.warp_balance}")
        if self.prcellstate >= 0:
            options.append(f"--prcellgid {self.prcellstate}")
        options.append(f"--verbose {self.verbose}")
        for switch, present in (
            ("--model-stats", self.model_stats),
            (f"--checkpoint {self.save_path}", self.save_path),
            (f"--restore {self.restore_path}", self.restore_path),
            (f"--read-config {self.sim_config}", self.sim_config),
        ):
            if present:
                options.append(switch)
        return " " + " ".join([*options, "--voltage 1000."])


def _start() -> None:
    module = sys.modules[__name__]
    module.__class__ = _Settings
    first = {name: number for name, (number, _, _) in NUMBERS.items()}
    module.__dict__.update(SWITCHES, **first, **dict.fromkeys(PATHS), _cell_permute_is_set=False)


_start()
