# SPDX-License-Identifier: BSD-3-Clause
"""How far a long run is: one line in a terminal or a notebook, nothing anywhere else."""

from __future__ import annotations

import os
import sys
from typing import TextIO


def _duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.0f} s"
    minutes, seconds = divmod(round(seconds), 60)
    if minutes < 60:
        return f"{minutes} min {seconds} s"
    hours, minutes = divmod(minutes, 60)
    return f"{hours} h {minutes} min"


def _plain(x: float, digits: int) -> str:
    """Round to ``digits`` figures, but never to an exponent."""
    return f"{x:.0f}" if abs(x) >= 10**digits else f"{x:.{digits}g}"


def line(begin: float, t: float, end: float, seconds: float) -> str:
    """Tell how far a run is that took ``seconds`` from ``begin`` to ``t`` and ends at ``end`` [ms]."""
    rate = (t - begin) / seconds if seconds > 0 else 0.0
    share = 100 * (t - begin) / (end - begin) if end > begin else 100.0
    left = f"{_duration((end - t) / rate)} left" if rate > 0 else "no end in sight"
    return f"t = {_plain(t, 4)} of {_plain(end, 6)} ms, {share:.0f} %, {_plain(rate, 3)} ms/s, {left}"


def _in_notebook() -> bool:
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    return shell is not None and "IPKernelApp" in shell.config


class Progress:
    """Called by a run that lasts, and without arguments when it has ended.

    Parameters
    ----------
    stream : file, optional
        Where the line goes; else the terminal's standard error, or a notebook's output.
    """

    def __init__(self, stream: TextIO | None = None) -> None:
        self._stream = stream
        self._width = 0

    def _screen(self) -> TextIO | None:
        if self._stream is not None:
            return self._stream
        if _in_notebook():
            return sys.stdout
        err = sys.stderr
        return err if err is not None and err.isatty() else None

    def __call__(self, *numbers: float) -> None:
        screen = self._screen()
        if screen is None:
            return
        text = line(*numbers) if numbers else ""
        screen.write("\r" + text.ljust(self._width) + ("" if numbers else "\r"))
        screen.flush()
        self._width = len(text)


def wanted() -> bool:
    """Whether the environment lets worlds show it."""
    return os.environ.get("RANVIER_PROGRESS", "1") not in ("0", "no", "off", "")
