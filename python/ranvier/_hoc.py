# SPDX-License-Identifier: BSD-3-Clause
"""``h``: the functions and classes that models know by their names, for one world."""

from __future__ import annotations

import functools
import os

from ranvier import _ext, _hoc_names, _subclasses  # noqa: F401 - the last one is at work from here on
from ranvier._classes import HocRef
from ranvier._ext import IndexOutOfRange, InputError, LookupFailure, Section, Segment, StateError, WrongType
from ranvier._interop import WORDS, Interop, is_of_language, refuse_word

TYPE_CHECKING = False  # typing's costs a tenth of the time of an import
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, ParamSpec, TypeVar

    from ranvier._world import World

    P = ParamSpec("P")
    R = TypeVar("R")

# Of what is neither a range variable nor a number of the world.
OWN_UNITS = {"L": "um", "Ra": "ohm-cm", "nseg": "", "rallbranch": ""}


def of_section(function: Callable[P, R]) -> Callable[P, R]:
    """Make a function of the current section say what is wrong with its keywords as all of ``h`` does."""

    @functools.wraps(function)
    def checked(*args: P.args, **kwargs: P.kwargs) -> R:
        if kwargs:
            for name in kwargs:
                if name != "sec":
                    raise WrongType(f"h.{function.__name__}: there is no keyword {name!r}; allowed: sec")
        return function(*args, **kwargs)

    return checked


def _nothing() -> None:
    """What an event does that is only there for its time."""


def instance_called(cls: Any, number: int) -> Any:
    """``h.Syn[3]``: the instance of this number, by order of creation."""
    name = f"{cls.mechanism_name}[{int(number)}]"
    found = cls._world_._point_called(name)
    if found is None:
        raise IndexOutOfRange(f"h: there is no {name}")
    return found


def point_method(name: str, doc: str) -> Callable[..., float]:
    """Make a method of point processes that is none of their file's."""

    def method(self: _ext.PointProcess, *arguments: Any) -> float:
        value: float = self._method(name, *arguments)
        return value

    method.__name__, method.__doc__ = name, doc
    return method


class DensityMechanism:
    """A density mechanism: ``h.hh``. ``section.insert(h.hh)`` and ``h.hh.insert(sections)`` are the same."""

    def __init__(self, name: str, doc: str | None = None, world: World | None = None) -> None:
        if world is None:
            import ranvier

            world = ranvier._default_world
        if world._mechanism_kind(name) not in ("density", "ion"):
            raise LookupFailure(f"there is no density mechanism of this name (got {name!r})")
        self.mechanism_name = name
        self._world = world
        self.__doc__ = world._mechanism_doc(name) if doc is None else doc

    def __repr__(self) -> str:
        return f"neuron.DensityMechanism({self.mechanism_name!r})"

    def insert(self, secs: Any) -> None:
        """Insert it into a section, or into all of a list."""
        for section in [secs] if isinstance(secs, Section) else secs:
            section.insert(self.mechanism_name)

    def uninsert(self, secs: Any) -> None:
        """Take it out of a section, or of all of a list."""
        for section in [secs] if isinstance(secs, Section) else secs:
            section.uninsert(self.mechanism_name)

    @property
    def file(self) -> str | None:
        """The .mod file that it comes from; None if Ranvier has it built in."""
        found = self._world._mechanism_file(self.mechanism_name)
        return found if os.path.isfile(found) else None

    @property
    def code(self) -> str:
        """What that file says; nothing if there is none."""
        if self.file is None:
            return ""
        with open(self.file, encoding="utf-8", errors="replace") as file:
            return file.read()


class Hoc(Interop):
    """The top level of a world: numbers (``h.t``, ``h.dt``, ``h.celsius``), functions and classes.

    ``h.IClamp``, ``h.ExpSyn`` and the user's own point processes are classes of this world, made when first asked for.
    """

    def __init__(self, world: World) -> None:
        super().__init__(world)
        self._world = world
        self._origin: Segment | None = None
        for base in (Section, _ext.NetCon):
            name = base.__name__
            attributes = {"_world_": world, "__module__": "ranvier", "__doc__": base.__doc__, "__slots__": ()}
            self.__dict__[name] = type(name, (base,), attributes)
        for shared in ("Vector", "PtrVector"):
            self.__dict__[shared] = getattr(_ext, shared)

    def __call__(self, statements: str) -> bool | int:
        """Run hoc statements: ``h("x = 2")`` makes ``h.x``. A mistake is an exception, with its line and a caret."""
        if not isinstance(statements, str):
            raise WrongType(f"h: needs hoc statements as text (got {statements!r})")
        self._world._hoc_run(statements, "h(...)")
        return 1 if self.__dict__.get("_compat") == "8" else True

    def _of_hoc(self, name: str) -> Any:
        """What a hoc program declared under a name."""
        if name.startswith("_ref_"):
            return self._world._hoc_place(name[5:])
        return _hoc_names.value_of(self._world, name, self._world._hoc_kind(name))

    def _set_in_hoc(self, name: str, value: Any) -> None:
        """``h.x = 3`` of a name that a hoc program declared."""
        kind = self._world._hoc_kind(name)
        if kind not in ("number", "object", "text"):
            raise WrongType(f"h.{name}: cannot be assigned")
        if kind == "text" and not isinstance(value, str):
            raise WrongType(f"h.{name}: a strdef holds text (got {value!r})")
        self._world._hoc_set(name, value)

    def execute(self, statements: str, obj: Any = None) -> float:
        """Run hoc statements; names are those of ``obj``'s template, if an object is given."""
        self._world._hoc_execute(statements, obj)
        return 0.0

    # --- names --------------------------------------------------------------------------------------------------------

    def _missing(self, name: str) -> Any:
        """What a name stands for that is no number: classes and builtin functions, classes of mechanisms."""
        for make in (_ext._builtin_type, _ext._builtin_function):
            builtin = make(self._world, name)
            if builtin is not None:
                if name in ("RangeVarPlot", "PlotShape"):
                    from ranvier import _plots

                    _plots.add_methods(name, builtin, self._world)
                self.__dict__[name] = builtin
                return builtin
        constant = _ext._builtin_constant(self._world, name)
        if constant is not None:
            return constant
        kind = self._world._mechanism_kind(name)
        if kind is None and is_of_language(name) and not self._world._hoc_kind(name):
            self._world._hoc_run("", "h")  # from now on there is a hoc that knows it
            return self._of_hoc(name)
        if name in ("morphology", "capacitance"):
            raise WrongType(f"h.{name}: every section has it, so there is nothing to insert")
        if kind is None:
            refuse_word(name)
            hint = _ext._near_names(name, dir(self))
            raise LookupFailure(f"h: there is no such name (got {name!r}){'; ' + hint if hint else ''}")
        doc = self._world._mechanism_doc(name)
        made: Any
        if kind == "point":
            made = type(
                name,
                (_ext.PointProcess,),
                {
                    "_world_": self._world,
                    "mechanism_name": name,
                    "__slots__": (),
                    "__module__": "ranvier",
                    "__doc__": doc,
                    "__class_getitem__": classmethod(instance_called),
                    **{method: point_method(method, doc) for method, doc in _ext._point_methods(name)},
                },
            )
        else:
            made = DensityMechanism(name, doc, self._world)
        self.__dict__[name] = made
        return made

    def __dir__(self) -> list[str]:
        names = {n for n in super().__dir__() if not n.startswith("_")}
        names.update(name for name, _ in self._world._mechanisms())
        names.update(self._world._number_names())
        names.update(self._world._function_names())
        names.update(self._world._hoc_names())
        names.update(name for _, name, *_ in _ext._builtins())
        names.update(WORDS)
        names.update(("morphology", "capacitance"))  # what every section has, as a mechanism's name
        return sorted(names)

    def __repr__(self) -> str:
        return "<TopLevelHocInterpreter>"

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise WrongType("h: this object cannot be copied or pickled")

    @property
    def cvode(self) -> Any:
        """The one integrator of this world."""
        if "_cvode" not in self.__dict__:
            self.__dict__["_cvode"] = self.CVode()
        return self.__dict__["_cvode"]

    def ref(self, value: Any) -> HocRef:
        """A one-element reference to a number, a string or an object."""
        return HocRef(value)

    @property
    def hoc_sf_(self) -> Any:
        """The StringFunctions that the run library makes."""
        if "_string_functions" not in self.__dict__:
            self.__dict__["_string_functions"] = self.StringFunctions()
        return self.__dict__["_string_functions"]

    def units(self, name: str) -> str:
        """Unit of a variable: ``h.units('gnabar_hh')`` is ``'S/cm2'``, ``h.units('IClamp.amp')`` is ``'nA'``."""
        if not isinstance(name, str):
            raise WrongType(f"h.units: needs the name of a variable (got {name!r})")
        unit = OWN_UNITS.get(name)
        if unit is None:
            unit = self._world._unit(name)
        if unit is None:
            raise InputError(f"h.units: there is no such variable (got {name!r})")
        return unit

    def nrnversion(self, kind: int = 1) -> str:
        """Version text; 5 gives the bare version. Scripts that import ``neuron`` see NEURON's (shim/README.md)."""
        from ranvier import _compat

        return _compat.version_text(self, _ext.__version__, int(kind))

    def nrnunit_use_legacy(self, flag: int | None = None) -> float:
        """Use the unit constants of before 2019 (1) or those of now (0); returns what holds."""
        if flag is not None:
            self.__dict__["_legacy"] = float(bool(flag))
            self._world._use_legacy_units(bool(flag))
        return float(self.__dict__.get("_legacy", 0.0))

    def setpointer(self, reference: Any, name: str, instance: Any) -> float:
        """Make a POINTER point to a number: ``h.setpointer(soma(0.5)._ref_v, "vgap", gap)``.

        ``instance`` is a point process, or a density mechanism at a place (``soma(0.5).suffix``).
        """
        _ext._set_pointer(reference, name, instance)
        return 1.0

    def make_mechanism(self, suffix: str, template: str, parameters: str = "") -> float:
        """Make a density mechanism of a hoc template: ``h.make_mechanism("max", "Max", "k tau")``.

        The template's public numbers are range variables (``V_max``), those named in ``parameters`` its parameters.
        ``initial(x)`` runs in every segment at each start, ``after_step(x)`` after each step, in the segment's section.
        """
        from ranvier import _made_mechanisms

        return _made_mechanisms.make_mechanism(self, suffix, template, parameters)

    def make_pointprocess(self, template: str, parameters: str = "", *others: Any) -> float:
        """Refused: a template cannot be a point process; write it in NMODL."""
        raise StateError(
            f"h.make_pointprocess: a template cannot be a point process (got {template!r}); write it in NMODL, "
            "or let an object of the template hold point processes"
        )

    def TQueue(self) -> None:
        """Refused, as NEURON 8.2.7 does: the queue of events is no object. ``NetCon.record`` tells what came."""
        raise StateError("h.TQueue: the queue of events is no object; NetCon.record tells what came")

    # --- running ------------------------------------------------------------------------------------------------------

    def finitialize(self, v: float | None = None) -> float:
        """Start: t = 0, v [mV] in every segment if given, INITIAL blocks, empty recordings with their first value."""
        self._world._initialize(v, "_compat" in self.__dict__)
        return 1.0

    def fcurrent(self) -> float:
        """Compute all currents at the present state, without a step."""
        self._world._currents()
        return 1.0

    def frecord_init(self) -> float:
        """Empty the recordings and take the present values."""
        self._world._restart_recording()
        return 1.0

    def setdt(self) -> float:
        """Lower dt so that 1/(dt steps_per_ms) is a whole number."""
        self._world._set_dt()
        return 0.0

    def init(self) -> float:
        """finitialize(v_init)."""
        self._world._init()
        return 0.0

    def stdinit(self) -> float:
        """setdt and init; then graphs begin their lines."""
        self._run_part("setdt")
        self._run_part("init")
        if self._world._hoc_defines("initPlot"):
            self._world._hoc_call("initPlot")
        return 0.0

    def _draws(self) -> bool:
        """Whether the run system's lists of graphs hold anything."""
        return self._world._hoc_defines("plots_", "Plot") and bool(self._world._hoc_call("plots_"))

    def run(self) -> float:
        """stdinit, then continue to tstop."""
        self._run_part("stdinit")
        self._run_part("continuerun", self.tstop)
        return 0.0

    def continuerun(self, tstop: float) -> float:
        """Step until t is within half a step of ``tstop`` [ms]; does nothing if it is there already.

        With the variable step (``cvode_active(1)``) to ``tstop`` itself. All steps at once, unless the model replaced
        ``advance`` or ``step`` by procedures of its own, or has graphs that follow the run.
        """
        draws = self._draws()
        at_once = not draws and not self._world._hoc_defines("advance", "step")
        variable = self.CVode() if self.using_cvode_ and self.t < tstop else None
        varies = variable is not None and variable.active()
        stop = tstop if varies else tstop - self.dt / 2
        if variable is not None and varies:
            if at_once or variable.use_local_dt():
                variable.solve(tstop)
            else:
                variable.event(tstop, _nothing)  # a step ends there
        elif at_once:
            self._world._run(float(tstop))
        if at_once:
            return 0.0
        self.stoprun = 0
        while self.t < stop and not self.stoprun:
            self._run_part("step")
        if draws:
            self._world._hoc_call("flushPlot")
        return 0.0

    def step(self) -> float:
        """nstep_steprun steps of dt: 1/steps_per_ms ms."""
        if not self._world._hoc_defines("advance"):
            self._world._step_run()
        else:
            for _ in range(max(1, int(self.nstep_steprun))):
                self._run_part("advance")
        if self._draws():
            self._world._hoc_call("Plot")
        return 0.0

    def steprun(self) -> float:
        """One step, shown."""
        self._run_part("step")
        if self._draws():
            self._world._hoc_call("flushPlot")
        return 0.0

    def _run_part(self, name: str, *arguments: float) -> None:
        """A procedure of the run system: the model's own, if it defined one in hoc."""
        if self._world._hoc_defines(name):
            self._world._hoc_call(name, *arguments)
        else:
            getattr(type(self), name)(self, *arguments)

    def advance(self) -> float:
        """One step of dt."""
        self.fadvance()
        return 0.0

    def load_file(self, *args: Any) -> float:
        """Run a hoc file, once: ``(name)``, or ``(1, name)`` to run it again. 1.0 if it was found, else 0.0.

        It is looked for here, in the folders of ``HOC_LIBRARY_PATH`` and in the library.
        """
        name = args[-1]
        if not isinstance(name, str):
            raise WrongType(f"h.load_file: needs the name of a file (got {name!r})")
        return self._world._hoc_load(name, len(args) > 1 and bool(args[0]))

    def xopen(self, name: str) -> float:
        """Run a hoc file, from where the program is. An IOError if there is none."""
        if not isinstance(name, str):
            raise WrongType(f"h.xopen: needs the name of a file (got {name!r})")
        self._world._hoc_open(name)
        return 0.0

    def nrn_load_mod(self, path: str | os.PathLike[str]) -> int:
        """Read ``.mod`` files into this world: one, all of a folder, or those of a mechanism library.

        A file that was read before is read again if it changed: instances live on and keep their values by name.
        Returns how many mechanisms are new or changed.
        """
        return self._world._load_mechanisms(os.fspath(path))

    def nrn_load_dll(self, path: str | os.PathLike[str]) -> float:
        """Load the mechanisms of a library that ``nrnivmodl`` left, of ours or of NEURON's; 0.0 if there is none.

        Nothing of machine code is run: the library leads to the ``.mod`` files that it was made from.
        """
        name = os.fspath(path)
        if not os.path.exists(name):
            return 0.0
        self._world._load_mechanisms(name)
        return 1.0

    # --- sections -----------------------------------------------------------------------------------------------------

    def allsec(self) -> list[Section]:
        """All sections in the order in which they were made."""
        return self._world._sections()

    @of_section
    def delete_section(self, sec: Section | None = None) -> float:
        """Delete a section. Its children become roots; references to it raise DeletedError."""
        self._world._delete_section(self._section(sec))
        return 0.0

    def cas(self) -> Section:
        """The current section: the last one pushed, else the first one made."""
        return self._section(None)

    def push_section(self, section: Section | str) -> float:
        """Make a section, given itself or by name, the current one, until ``pop_section``."""
        if isinstance(section, str):
            found = [s for s in self.allsec() if section in (s.name(), self.secname(sec=s))]
            if not found:
                raise LookupFailure(f"h.push_section: there is no such section (got {section!r})")
            section = found[0]
        self._world._push_section(self._section(section))
        return 1.0

    def pop_section(self) -> float:
        """Back to the section that was current before. Does nothing if none was pushed."""
        self._world._pop_section()
        return 1.0

    @property
    def diam_changed(self) -> float:
        """1 if a shape changed since areas were last computed; setting it computes them anew."""
        return float(self._world._has_stale_geometry())

    @diam_changed.setter
    def diam_changed(self, flag: float) -> None:
        if flag:
            self._world._make_geometry_stale()

    @property
    def nrn_shape_changed_(self) -> float:
        """Another number after each change of a shape."""
        return float(self._world._geometry_revision())

    @property
    def float_epsilon(self) -> float:
        """How far apart two numbers may be that hoc's comparisons take as equal."""
        return float(self._world._hoc_get("float_epsilon"))

    @float_epsilon.setter
    def float_epsilon(self, tolerance: float) -> None:
        self._world._hoc_set("float_epsilon", tolerance)

    @property
    def L(self) -> float:
        """Length of the current section [um]."""
        return self._section(None).L

    @L.setter
    def L(self, length: float) -> None:
        self._section(None).L = length

    @property
    def Ra(self) -> float:
        """Axial resistivity of the current section [ohm cm]."""
        return self._section(None).Ra

    @Ra.setter
    def Ra(self, resistivity: float) -> None:
        self._section(None).Ra = resistivity

    @property
    def nseg(self) -> int:
        """Number of segments of the current section."""
        return self._section(None).nseg

    @nseg.setter
    def nseg(self, count: int) -> None:
        self._section(None).nseg = count

    @property
    def rallbranch(self) -> float:
        """Number of equal branches that the current section stands for."""
        return self._section(None).rallbranch

    @rallbranch.setter
    def rallbranch(self, count: float) -> None:
        self._section(None).rallbranch = count

    def _section(self, sec: Any) -> Section:
        if isinstance(sec, Section):
            return sec
        if sec is not None:
            raise WrongType(f"sec must be a Section (got {sec!r})")
        current: Section | None = self._world._current_section()
        if current is None:
            raise WrongType("there is no section, so none can be the current one; make one or give sec=")
        return current

    @of_section
    def secname(self, sec: Section | None = None) -> str:
        """Name of a section as hoc writes it: one that Python made is ``_pysec.soma``."""
        section = self._section(sec)
        name = section.name()
        return f"_pysec.{name}" if section.is_pysec() and not name.startswith("__nrnsec_") else name

    def section_exists(self, name: str, index: float | None = None, cell: Any = None) -> float:
        """1.0 if there is a section of this name: ``("soma")``, ``("dend", 3)``, ``("dend[3]")``."""
        wanted = name if index is None or isinstance(index, str) else f"{name}[{int(index)}]"
        if cell is not None:
            wanted = f"{cell}.{wanted}"
        names = {section.name() for section in self.allsec()}
        return float(wanted in names or (index == 0 and name in names))

    def topology(self) -> float:
        """Print the trees of sections."""
        print()
        for section in self._world._sections():
            if section.parentseg() is None:
                self._print_tree(section)
        print()
        return 1.0

    def _print_tree(self, root: Section) -> None:
        open_: list[tuple[Section, int]] = [(root, 0)]
        while open_:
            section, indent = open_.pop()
            count = section.nseg
            is_root = section is root
            line = "|" + "-" * count if is_root else "`" + "-" * (count - 1)
            reverse = section.orientation() == 1
            print(f"{' ' * indent}{line}|       {section.name()}({'1-0' if reverse else '0-1'})")
            for child in section.children():  # the last one is drawn first
                place = child.parentseg()
                x = 0.0 if place is None else 1 - place.x if reverse else place.x
                column = 0 if x == 0 else count + 1 if x == 1 else int(x * count) + 1
                open_.append((child, indent + column + is_root))

    @of_section
    def distance(self, *args: Any, sec: Section | None = None) -> float:
        """Path length [um]: ``distance(a, b)``, or from the origin that ``distance(0, segment)`` set to a segment.

        Unconnected places are 1e20 apart.
        """
        if len(args) == 2 and isinstance(args[0], Segment):
            return self._world._distance(args[0], args[1])
        if not args:
            self._origin = self._section(sec)(0)
            return 0.0
        if len(args) == 2:  # distance(0, segment) or distance(0, x, sec=): the origin
            self._origin = args[1] if isinstance(args[1], Segment) else self._section(sec)(args[1])
            return 0.0
        if len(args) == 1:
            target = args[0] if isinstance(args[0], Segment) else self._section(sec)(args[0])
            origin = self._origin if self._origin is not None else self._section(None)(0)
            return self._world._distance(origin, target)
        raise WrongType("h.distance: takes (segment), (0, segment) or (segment, segment)")

    @of_section
    def area(self, x: float, sec: Section | None = None) -> float:
        """Membrane area of the segment at ``x`` [um2]."""
        return self._section(sec)(x).area()

    @of_section
    def ri(self, x: float, sec: Section | None = None) -> float:
        """Axial resistance of the segment at ``x`` to its neighbour on the parent's side [Mohm]."""
        return self._section(sec)(x).ri()

    @of_section
    def ismembrane(self, name: str, sec: Section | None = None) -> float:
        """1.0 if a mechanism is inserted."""
        return float(self._section(sec).has_membrane(name))

    # --- ions ---------------------------------------------------------------------------------------------------------

    def ion_charge(self, mechanism: str) -> float:
        """Charge of an ion: ``h.ion_charge("na_ion")``."""
        return self._world._ion_charge(mechanism)

    def ion_register(self, ion: str, charge: float) -> float:
        """Make an ion: ``h.ion_register("zn", 2)`` gives the mechanism ``zn_ion``. Returns its number."""
        return float(self._world._register_ion(ion, float(charge)))

    @of_section
    def ion_style(self, mechanism: str, *style: float, sec: Section | None = None) -> float:
        """How a section treats an ion.

        Parameters
        ----------
        mechanism : str
            ``"na_ion"``, ...
        *style : float, optional
            c_style, e_style (0 not used, 1 a parameter, 2 computed, 3 a state or written), einit, eadvance, cinit
            (0 or 1): sets them.

        Returns
        -------
        float
            c_style + 4 cinit + 8 e_style + 32 einit + 64 eadvance, + 128 and + 256 if the inner and the outer
            concentration are written, as it was before; -1 where the ion is not.
        """
        section = self._section(sec)
        if not style:
            return float(self._world._ion_style(section, mechanism))
        if len(style) != 5:
            raise WrongType(
                "h.ion_style: takes (mechanism) or (mechanism, c_style, e_style, einit, eadvance, cinit)"
            )
        c, e, einit, eadvance, cinit = style
        return float(
            self._world._set_ion_style(
                section, mechanism, int(c), int(e), bool(einit), bool(eadvance), bool(cinit)
            )
        )

    @of_section
    def nernst(self, *args: Any, sec: Section | None = None) -> float:
        """Nernst potential [mV] of (inside, outside, charge), or ``"ena"``, ``"nai"``, ``"nao"`` from the others."""
        if len(args) == 3:
            return self._world._nernst(*map(float, args))
        if args and isinstance(args[0], str) and len(args) <= 2:
            x = float(args[1]) if len(args) == 2 else 0.5
            return self._world._nernst_at(self._section(sec), x, args[0])
        raise WrongType('h.nernst: takes (inside, outside, charge) or ("ena"[, x], sec=section)')

    def ghk(self, v: float, inside: float, outside: float, charge: float) -> float:
        """Current [mA/cm2] through a permeability of 1 cm/s by Goldman, Hodgkin and Katz."""
        return self._world._ghk(float(v), float(inside), float(outside), float(charge))

    @of_section
    def parent_connection(self, sec: Section | None = None) -> float:
        """x of the parent's segment."""
        parent = self._section(sec).parentseg()
        return 0.0 if parent is None else parent.x

    @of_section
    def section_orientation(self, sec: Section | None = None) -> float:
        """The end of the section that touches its parent."""
        return self._section(sec).orientation()

    @of_section
    def n3d(self, sec: Section | None = None) -> float:
        """Number of 3-d points."""
        return float(self._section(sec).n3d())

    @of_section
    def x3d(self, i: int, sec: Section | None = None) -> float:
        """[um]"""
        return self._section(sec).x3d(int(i))

    @of_section
    def y3d(self, i: int, sec: Section | None = None) -> float:
        """[um]"""
        return self._section(sec).y3d(int(i))

    @of_section
    def z3d(self, i: int, sec: Section | None = None) -> float:
        """[um]"""
        return self._section(sec).z3d(int(i))

    @of_section
    def diam3d(self, i: int, sec: Section | None = None) -> float:
        """[um]"""
        return self._section(sec).diam3d(int(i))

    @of_section
    def arc3d(self, i: int, sec: Section | None = None) -> float:
        """Path length from the first point [um]."""
        return self._section(sec).arc3d(int(i))

    @of_section
    def spine3d(self, i: int, sec: Section | None = None) -> float:
        """1.0 if the diameter was given negative."""
        return self._section(sec).spine3d(int(i))

    @of_section
    def pt3dclear(self, buffer: float = 0, sec: Section | None = None) -> float:
        """Remove all 3-d points; L and diam stay."""
        self._section(sec).pt3dclear()
        return 0.0

    @of_section
    def pt3dconst(self, flag: int | None = None, sec: Section | None = None) -> float:
        """1: setting L and diam has no effect where there are 3-d points; 0: it changes them. Returns what held."""
        return float(_ext._keep_points(self._section(sec), flag))

    def define_shape(self) -> float:
        """3-d points for all sections without any; those that have some are moved to where their parents are."""
        _ext._define_shape(self._world)
        return 1.0

    @of_section
    def pt3dadd(self, x: Any, y: Any, z: Any, diam: Any, sec: Section | None = None) -> float:
        """Append a 3-d point [um], or many as four Vectors."""
        section = self._section(sec)
        if isinstance(x, _ext.Vector):
            for point in zip(x, y, z, diam, strict=True):
                section.pt3dadd(*point)
        else:
            section.pt3dadd(x, y, z, diam)
        return 1.0

    @of_section
    def pt3dchange(self, i: int, *values: float, sec: Section | None = None) -> float:
        """Change a 3-d point: (i, diam) or (i, x, y, z, diam) [um]."""
        self._section(sec).pt3dchange(int(i), *values)
        return 0.0

    @of_section
    def pt3dinsert(
        self, i: int, x: float, y: float, z: float, diam: float, sec: Section | None = None
    ) -> float:
        """Insert a 3-d point [um]."""
        self._section(sec).pt3dinsert(int(i), x, y, z, diam)
        return 0.0

    @of_section
    def pt3dremove(self, i: int, sec: Section | None = None) -> float:
        """Remove a 3-d point."""
        self._section(sec).pt3dremove(int(i))
        return 0.0


__all__ = ["Hoc", "StateError"]
