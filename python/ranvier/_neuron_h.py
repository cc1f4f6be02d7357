# SPDX-License-Identifier: BSD-3-Clause
"""The top level as scripts of NEURON see it: the same world and names as ``ranvier.h``, two habits of their own."""

from __future__ import annotations

import sys
import traceback

from ranvier import _ext
from ranvier._hoc import Hoc


class NeuronHoc(Hoc):
    """``neuron.h``: a mistake in ``h("...")`` is told, and the answer is False."""

    def __init__(self, h: Hoc) -> None:
        _ext.TopLevel.__init__(self, h._world)
        self.__dict__ = h.__dict__  # what one makes, the other has

    def __call__(self, statements: str) -> bool | int:
        """Run hoc statements; False after a mistake, which is told on stderr."""
        try:
            return super().__call__(statements)
        except _ext.WrongType:
            raise
        except _ext.Error as error:
            sys.stdout.flush()
            print(error, file=sys.stderr)
        except Exception:  # of Python that hoc called
            sys.stdout.flush()
            traceback.print_exc()
        return 0 if self.__dict__.get("_compat") == "8" else False


class Interface(NeuronHoc):
    """``neuron.n``: 9's name of the top level."""

    def __repr__(self) -> str:
        return "<TopLevelNEURONInterface>"
