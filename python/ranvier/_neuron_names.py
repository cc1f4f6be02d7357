# SPDX-License-Identifier: BSD-3-Clause
"""The functions and classes of NEURON's package itself: ``neuron.X`` and ``ranvier.X`` are these."""

from __future__ import annotations

import ctypes
import os
import sys
import traceback
import types
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np

import ranvier
from ranvier import _ext, h
from ranvier._ext import HocError, InputError, StateError, WrongType
from ranvier._hoc import DensityMechanism
from ranvier._neuron_h import Interface as _NEURON_INTERFACE
from ranvier.hclass3 import HocBaseObject, hclass

__all__ = [
    "_NEURON_INTERFACE",
    "DensityMechanism",
    "HocBaseObject",
    "HocError",
    "Wrapper",
    "format_exception",
    "hclass",
    "help",
    "mechanism_prefix",
    "mechanism_suffix",
    "new_hoc_class",
    "new_point_process",
    "nrn_dll",
    "nrn_dll_loaded",
    "nrn_dll_sym",
    "numpy_element_ref",
    "numpy_from_pointer",
    "quit",
    "register_savestate",
    "run",
    "test",
    "test_rxd",
    "vec2numpy",
    "vec_to_numpy_callback",
    "xopen",
]

#: What the file of a mechanism library begins and ends with, "libnrnmech.so".
mechanism_prefix, mechanism_suffix = "lib", ".dylib" if sys.platform == "darwin" else ".so"
#: Places whose mechanisms were loaded by ``neuron.load_mechanisms``.
nrn_dll_loaded: list[str] = []


class Wrapper:
    """Holds an object of hoc: what is not the wrapper's own is asked of ``hoc_obj``."""

    hoc_obj: Any

    def __getattr__(self, name: str) -> Any:
        if name == "hoc_obj":
            raise AttributeError(name)
        return getattr(self.hoc_obj, name)

    def __setattr__(self, name: str, value: Any) -> None:
        if name != "hoc_obj" and "hoc_obj" in self.__dict__ and hasattr(self.hoc_obj, name):
            setattr(self.hoc_obj, name, value)
        else:
            object.__setattr__(self, name, value)


def new_point_process(name: str, doc: str | None = None) -> type:
    """Give a wrapper of a point process: made with ``(segment)`` or ``(section, position)``."""
    kind = getattr(h, name)
    if not (isinstance(kind, type) and issubclass(kind, _ext.PointProcess)):
        raise WrongType(f"new_point_process: {name} is no point process")

    def begin(self: Any, place: Any, position: float = 0.5) -> None:
        self.hoc_obj = kind(place(position) if isinstance(place, _ext.Section) else place)

    return type(name, (Wrapper,), {"__init__": begin, "__doc__": doc or kind.__doc__, "__module__": "neuron"})


def new_hoc_class(name: str, doc: str | None = None) -> type:
    """Give a wrapper of a class of ``h``, made with the arguments of the class."""
    kind = getattr(h, name)

    def begin(self: Any, *args: Any, **kwargs: Any) -> None:
        self.hoc_obj = kind(*args, **kwargs)

    return type(name, (Wrapper,), {"__init__": begin, "__doc__": doc or kind.__doc__, "__module__": "neuron"})


def numpy_element_ref(array: np.ndarray[Any, Any], index: int) -> Any:
    """Give a reference to an element of an array of floats, as ``_ref_v`` is one; it keeps the array alive."""
    if not isinstance(array, np.ndarray) or array.ndim != 1 or array.dtype != np.float64:
        raise WrongType("numpy_element_ref: needs an array of one dimension of float64")
    if not -len(array) <= index < len(array):
        raise InputError(
            f"numpy_element_ref: the index is out of range (got {index}); allowed: 0 to {len(array) - 1}"
        )
    return _ext._element_ref(array, int(index) % len(array))


def numpy_from_pointer(cpointer: Any, size: int) -> np.ndarray[Any, Any]:
    """Give an array on memory that C holds: a ctypes pointer to doubles, or an address."""
    if isinstance(cpointer, int):
        cpointer = ctypes.cast(cpointer, ctypes.POINTER(ctypes.c_double))
    return np.ctypeslib.as_array(cpointer, shape=(int(size),))


def vec2numpy(size: int, pointer: Any) -> np.ndarray[Any, Any]:
    """Give an array on the numbers of a Vector."""
    return numpy_from_pointer(pointer, size)


#: The same for C to call.
vec_to_numpy_callback = ctypes.CFUNCTYPE(ctypes.py_object, ctypes.c_int, ctypes.POINTER(ctypes.c_double))(
    vec2numpy
)


def nrn_dll(printpath: bool = False) -> ctypes.PyDLL:
    """Give the library that this package is, for ctypes."""
    path = _ext.__file__
    if printpath:
        print(path)
    return ctypes.PyDLL(path)


def nrn_dll_sym(name: str, type: Any = None) -> Any:
    """Find a symbol of C in that library: a function, or with a type of ctypes a variable."""
    library = nrn_dll()
    try:
        return getattr(library, name) if type is None else type.in_dll(library, name)
    except (AttributeError, ValueError) as error:
        raise InputError(
            f"nrn_dll_sym: there is no such symbol (got {name!r}); Ranvier offers Python functions, not symbols of C"
        ) from error


_savestates: dict[str, tuple[Callable[[], Any], Callable[[], Any]]] = {}  # weak ones


def register_savestate(id_: str, store: Callable[[], bytes], restore: Callable[[bytes], Any]) -> None:
    """Have something of Python saved with a state: ``store()`` gives bytes, ``restore(bytes)`` takes them."""

    def weak(function: Any) -> Callable[[], Any]:
        return weakref.WeakMethod(function) if isinstance(function, types.MethodType) else lambda: function

    _savestates[id_] = (weak(store), weak(restore))


def store_savestates() -> bytes:
    """Give what all that is registered wants to be saved."""
    import pickle

    stores = {id_: store() for id_, (store, _) in _savestates.items()}
    return pickle.dumps({id_: store() for id_, store in stores.items() if store is not None})


def restore_savestates(saved: bytes) -> None:
    """Hand it back."""
    import pickle

    for id_, what in pickle.loads(saved).items():
        restore = _savestates[id_][1]() if id_ in _savestates else None
        if restore is None:
            raise StateError(f"the state was saved with {id_!r}, which is not registered now")
        restore(what)


def format_exception(type: Any, value: BaseException, tb: Any) -> str:
    """Give the text of an exception with its traceback."""
    return "".join(traceback.format_exception(type, value, tb))


def load_mechanisms(path: str, warn_if_already_loaded: bool = True) -> bool:
    """Load the mechanisms of a folder in which ``nrnivmodl`` was run, or that holds ``.mod`` files.

    True if there are any. With ``warn_if_already_loaded``, a second load of one place says so and is not made.
    """
    if path in nrn_dll_loaded:
        if warn_if_already_loaded:
            print(f"Mechanisms already loaded from path: {path}.  Aborting.")
        return True
    loaded = ranvier.load_mechanisms(path)
    if loaded:
        nrn_dll_loaded.append(path)
    return loaded


def module_options() -> None:
    """Heed ``NEURON_MODULE_OPTIONS``: ``-dll`` brings mechanisms, the other options of nrniv change nothing here."""
    from ranvier import _run_script

    words = os.environ.get("NEURON_MODULE_OPTIONS", "").split()
    while words:
        word = words.pop(0)
        if word in _run_script.WITH_VALUE and words:
            value = words.pop(0)
            if word == "-dll":
                h.nrn_load_dll(value)
        elif word == "-print-options":
            print("NEURON_MODULE_OPTIONS:", os.environ["NEURON_MODULE_OPTIONS"])
        elif word not in (*_run_script.IGNORED, "-python", "-isatty", "-notatty"):
            print(f"NEURON_MODULE_OPTIONS: there is no option {word}", file=sys.stderr)


def init() -> None:
    """finitialize at the present potentials."""
    h.finitialize()


def run(tstop: float) -> None:
    """Start anew and run to ``tstop`` [ms]."""
    h.tstop = tstop
    h.stdinit()
    h.continuerun(tstop)


def xopen(*arguments: Any) -> float:
    """Run a hoc file, from where the program is."""
    return h.xopen(*arguments)


def quit(*arguments: Any) -> None:
    """End the process."""
    sys.exit(*arguments)


def help(request: Any = None) -> None:
    """Python's help; without anything, how to go on."""
    import pydoc

    if request is None:
        print("help(h.Vector), help(h.Vector.sum), dir(h), h.units('gnabar_hh'): every name says what it is.")
    else:
        pydoc.help(request)


def test(exitOnError: bool = True) -> bool:
    """Check this installation: a compartment with hh answers a pulse with the spike that it should.

    With ``exitOnError`` a wrong result ends the process with status 1.
    """
    own = ranvier.World().h
    soma = own.Section(name="soma")
    soma.L = soma.diam = 20
    soma.insert("hh")
    pulse = own.IClamp(soma(0.5))
    pulse.delay, pulse.dur, pulse.amp = 2, 1, 0.5
    v = own.Vector().record(soma(0.5)._ref_v)
    own.finitialize(-65)
    own.continuerun(10)
    is_right = len(v) == 401 and abs(v.max() - 40.8643) < 0.005
    print(f"peak {v.max():.4f} mV: {'right' if is_right else 'WRONG'}")
    if not is_right and exitOnError:
        sys.exit(1)
    return is_right


def test_rxd(exitOnError: bool = True) -> bool:
    """Check reaction and diffusion, which this version does not have yet."""
    raise StateError("test_rxd: reaction and diffusion (rxd) are not there yet")


def __getattr__(name: str) -> Any:
    """``version`` and ``n``, which are made when asked for."""
    if name == "n":
        made = _NEURON_INTERFACE(h)
        globals()["n"] = made
        return made
    raise AttributeError(name)
