# SPDX-License-Identifier: BSD-3-Clause
"""CVode, PatternStim, and the parts of NetCon and NetStim that are written in Python."""

from __future__ import annotations

from ranvier import _ext
from ranvier._classes import OfWorld, as_callable
from ranvier._ext import InputError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from typing import Any, ClassVar

    from ranvier._world import World


class CVode(OfWorld):
    """Events at given times, and what happens in each step. The step is fixed: ``active(1)`` is an error."""

    def active(self, flag: Any = None) -> bool:
        """Whether the variable step is on: False."""
        if flag:
            raise InputError("CVode: the variable step is not supported; allowed: active(0)")
        return False

    def event(self, time: float, callback: Any = None, *rest: Any) -> float:
        """Call ``callback`` at ``time`` [ms], in the step that covers it; without one nothing happens."""
        if callback is None:
            self._world_._call_at(float(time), lambda: None)
        else:
            self._world_._call_at(float(time), as_callable(callback, "CVode.event"))
        return 1.0

    def use_fast_imem(self, flag: Any = None) -> bool:
        """Compute the current through the membrane of each segment, ``i_membrane_`` [nA]; returns what held before."""
        before = self._world_._keeps_membrane_current()
        if flag is not None:
            self._world_._keep_membrane_current(bool(flag))
        return before

    def extra_scatter_gather(self, direction: int, callback: Any) -> float:
        """Call something in each step (direction 0) when v is new and the states are the old ones.

        Direction 1, before the equations of the variable step are taken, never comes with the fixed step.
        """
        if direction not in (0, 1):
            raise InputError(
                f"CVode.extra_scatter_gather: the direction is out of range (got {direction!r}); allowed: 0, 1"
            )
        function = as_callable(callback, "CVode.extra_scatter_gather")
        if direction == 0:
            self._world_._step_calls.append((callback, self._world_._call_each_step(function)))
        return 0.0

    def extra_scatter_gather_remove(self, callback: Any) -> float:
        """Do not call it any more. Does nothing if it was not called."""
        calls = self._world_._step_calls
        calls[:] = [entry for entry in calls if entry[0] != callback]
        return 0.0

    def netconlist(self, precell: Any, postcell: Any, target: Any, into: Any = None) -> Any:
        """NetCons by source cell, target cell and target; each an object, a pattern for its name, or "" for all."""
        found = (
            netcon
            for netcon in _ext._netcons(self._world_)
            if agrees(netcon.precell, precell)
            and agrees(netcon.postcell, postcell)
            and agrees(netcon.syn, target)
        )
        return listed(self._world_, found, into)

    def cache_efficient(self, flag: Any = None) -> bool:
        """Kept for scripts: numbers always lie in the order in which they are computed."""
        return True

    def queue_mode(self, *flags: Any) -> float:
        """Kept for scripts: there is one kind of queue."""
        return 0.0


def agrees(get: Callable[[], Any], wanted: Any) -> bool:
    """Whether what a NetCon says of itself is the wanted object, or has a wanted name."""
    if isinstance(wanted, str):
        if not wanted:
            return True
        import re  # few scripts need it

        found = get()
        return found is not None and re.match(wanted, str(found)) is not None
    if wanted is None:
        return True
    found = get()
    return found is wanted or (found is not None and found == wanted)


def listed(world: World, netcons: Iterable[_ext.NetCon], into: Any) -> Any:
    """A List of NetCons, or one that others are appended to."""
    out = world.h.List() if into is None else into
    for netcon in netcons:
        out.append(netcon)
    return out


class PatternStim(OfWorld):
    """Plays spikes of gids: they reach the NetCons that ``gid_connect`` made for gids that no cell has.

    With ``fake_output`` 1 cells that have the gids spike, too, for all that listens to them.
    """

    def __init__(self) -> None:
        super().__init__()
        self._playing: _ext.SpikePlaying | None = None
        self._fake_output = 0.0

    def play(self, times: _ext.Vector | None = None, gids: _ext.Vector | None = None) -> float:
        """Play spikes of ``gids`` at ``times`` [ms], which rise, from the next finitialize on."""
        self._playing = None
        if times is not None and gids is not None:
            self._playing = self._world_._gids.play(times, gids, bool(self._fake_output))
        return 0.0

    @property
    def fake_output(self) -> float:
        """Whether cells of this process spike, too."""
        return self._fake_output

    @fake_output.setter
    def fake_output(self, flag: float) -> None:
        self._fake_output = float(flag)
        if self._playing is not None:
            self._playing.of_ours = bool(flag)

    def has_loc(self) -> float:
        """Whether it stands in a segment: it never does."""
        return 0.0


def methods_of(source: type) -> dict[str, Any]:
    """The methods of a class, for one of another kind: a class of the compiled part has one base only."""
    return {name: value for name, value in vars(source).items() if callable(value)}


class NetStimMethods:
    """What NetStim has beside what its ``.mod`` file says."""

    def noiseFromRandom(self, random: _ext.HocObject) -> float:
        """Draw the intervals from the stream of a Random, which must be a Random123."""
        self.ranvar.set_ids(*_ext._random_ids(random))  # type: ignore[attr-defined]
        self.ranvar.set_seq(0)  # type: ignore[attr-defined]
        return 0.0


class NetConMethods:
    """What NetCon has beside ``_ext.NetCon``'s own."""

    _world_: ClassVar[World]

    def _others(self, get: str, into: Any) -> Any:
        mine = getattr(self, get)()
        found = (
            (n for n in _ext._netcons(self._world_) if getattr(n, get)() == mine) if mine is not None else ()
        )
        return listed(self._world_, found, into)

    def synlist(self, into: Any = None) -> Any:
        """All NetCons with the same target."""
        return self._others("syn", into)

    def postcelllist(self, into: Any = None) -> Any:
        """All NetCons to the same cell."""
        return self._others("postcell", into)

    def precelllist(self, into: Any = None) -> Any:
        """All NetCons from the same cell."""
        return self._others("precell", into)

    def prelist(self, into: Any = None) -> Any:
        """All NetCons with the same source."""
        found = (n for n in _ext._netcons(self._world_) if n._has_source_of(self))  # type: ignore[arg-type]
        return listed(self._world_, found, into)

    def preloc(self) -> float:
        """Where the watched v stands; its section becomes the current one (``pop_section`` ends that). -1: nowhere."""
        return self._at(self.preseg())  # type: ignore[attr-defined]

    def postloc(self) -> float:
        """Where the target stands; its section becomes the current one (``pop_section`` ends that). -1: nowhere."""
        return self._at(self.postseg())  # type: ignore[attr-defined]

    def _at(self, segment: _ext.Segment | None) -> float:
        h = self._world_.h
        if segment is None:
            h.push_section(h.cas())
            return -1.0
        h.push_section(segment.sec)
        return segment.x

    def srcgid(self) -> int:
        """The gid of the source; -1 if it has none."""
        return self._world_._gids.of_netcon(self)  # type: ignore[arg-type]
