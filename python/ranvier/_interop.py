# SPDX-License-Identifier: BSD-3-Clause
"""What the top level says of Python, of this build and of itself."""

from __future__ import annotations

import os
import sys

from ranvier._ext import InputError, LookupFailure, TopLevel, WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ranvier._world import World


class PythonObject:
    """``h.PythonObject()``: what hoc's ``new PythonObject()`` stands for, the module ``__main__``."""

    def __new__(cls) -> Any:
        """Give the module itself: to Python nothing is wrapped."""
        return sys.modules["__main__"]


class Interop(TopLevel):
    """A part of ``h``."""

    _world: World
    PythonObject = PythonObject

    # --- Python -------------------------------------------------------------------------------------------------------

    def nrnpython(self, statements: str) -> float:
        """Run Python statements in ``__main__``; 0.0 after a mistake, which is told."""
        if not isinstance(statements, str):
            raise WrongType(f"h.nrnpython: needs statements as text (got {statements!r})")
        return self._world._hoc_python(statements)

    def libpython_path(self) -> str:
        """File of the Python that runs: its library, or the program if it has none."""
        import sysconfig

        folder, name = sysconfig.get_config_var("LIBDIR"), sysconfig.get_config_var("INSTSONAME")
        path = os.path.join(folder or "", name or "")
        return path if name and os.path.isfile(path) else os.path.realpath(sys.executable)

    # --- this build ---------------------------------------------------------------------------------------------------

    def nrn_num_config_keys(self) -> float:
        """Count what nrn_get_config_key knows."""
        from ranvier import config

        return float(len(config.arguments))

    def nrn_get_config_key(self, i: float) -> str:
        """Name of a property of this build."""
        from ranvier import config

        keys = list(config.arguments)
        if not 0 <= i < len(keys):
            raise InputError(
                f"h.nrn_get_config_key: the index is out of range (got {i:g}); allowed: 0 to {len(keys) - 1}"
            )
        return keys[int(i)]

    def nrn_get_config_val(self, i: float) -> str:
        """Value of a property of this build: a text, ON or OFF."""
        from ranvier import config

        return config.text(self.nrn_get_config_key(i))

    def print_local_memory_usage(self) -> float:
        """Print the memory that this process uses [bytes]."""
        labels = ("in use", "in use in the arena", "mapped", "arena", "free in the arena", "mappings", "all")
        for item, label in enumerate(labels):
            print(f"{label:>20} {self.nrn_mallinfo(item):.0f}")
        return 1.0

    def install_vector_fitness(self) -> float:
        """Accepted: Vector.meansqerr and the like are always there."""
        return 1.0

    # --- itself, as an object of hoc ----------------------------------------------------------------------------------

    def hname(self) -> str:
        """Name of the top level."""
        return "TopLevelHocInterpreter"

    def same(self, other: Any) -> bool:
        """Whether both are the top level of one world."""
        return isinstance(other, Interop) and other._world is self._world

    def hocobjptr(self) -> int:
        """Give a number that no other object has now."""
        return id(self._world)

    def baseattr(self, name: str) -> Any:
        """Give an attribute by its name, as ``getattr`` does."""
        return getattr(self, name)

    def hoc_pointer_(self, reference: Any) -> float:
        """Accept a reference to a number: 1.0."""
        reference[0]
        return 1.0

    def psection(self, sec: Any = None) -> float:
        """Print a section: properties, place in the tree, the first segment's mechanisms with their parameters."""
        from ranvier.psection import print_section

        print_section(self._section(sec), [s for s in self.allsec() if s.parentseg() is None])
        return 1.0

    def load_proc(self, *names: str) -> float:
        """Load the file of the library that defines procedures; says so if there is none."""
        return self._load_definition("proc", names)

    def load_func(self, *names: str) -> float:
        """Load the file of the library that defines functions; says so if there is none."""
        return self._load_definition("func", names)

    def load_template(self, *names: str) -> float:
        """Load the file of the library that defines templates; says so if there is none."""
        return self._load_definition("begintemplate", names)

    def _load_definition(self, keyword: str, names: tuple[str, ...]) -> float:
        import re

        for name in names:
            if self._world._hoc_kind(name):
                continue
            wanted = re.compile(rf"^\s*{keyword}\s+{re.escape(name)}\b", re.M)
            for path in self._library_files():
                with open(path, encoding="latin-1") as file:
                    found = wanted.search(file.read())
                if found:
                    self._world._hoc_load(path, False)
                    break
            else:
                print(f"Couldn't find a file that declares {name}", file=sys.stderr)
        return 1.0

    def _library_files(self) -> list[str]:
        """Give the hoc files here, along HOC_LIBRARY_PATH and in the library."""
        folders = [".", *os.environ.get("HOC_LIBRARY_PATH", "").replace(":", " ").split()]
        folders.append(os.path.join(self.neuronhome(), "hoclib"))
        return [
            os.path.join(folder, name)
            for folder in folders
            if os.path.isdir(folder)
            for name in sorted(os.listdir(folder))
            if name.endswith((".hoc", ".oc"))
        ]


# Words of the language: known to dir(h) and completion, but not attributes.
WORDS = (
    "access begintemplate break connect continue create debug delete depvar double else em endtemplate eqn "
    "external for forall forsec func help if ifsec insert iterator iterator_statement local localobj new obfunc "
    "objectvar objref parent print proc public read return setpointer stop strdef uninsert while"
).split()


def is_of_language(name: str) -> bool:
    """Whether hoc itself has it: numarg, quit, float_epsilon."""
    from ranvier.doc import LANGUAGE

    return name in LANGUAGE


def refuse_word(name: str) -> None:
    """Say of a word of the language what it is."""
    if name in WORDS:
        raise LookupFailure(f'h.{name}: a word of the language, no name; write h("{name} ...")')
