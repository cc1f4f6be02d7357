# SPDX-License-Identifier: BSD-3-Clause
"""ParallelContext: gids, gap junctions, collectives and jobs. One process: collectives give back what they get."""

from __future__ import annotations

import os
import time
from collections import deque

from ranvier import _ext
from ranvier._classes import HocRef, OfWorld
from ranvier._ext import InputError, StateError, Vector, WrongType

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MAX_THREADS = 1024


class Board:
    """What the ParallelContexts of a world share: messages, jobs, settings."""

    def __init__(self) -> None:
        self.messages: dict[str, deque[list[Any]]] = {}
        self.packed: list[Any] = []
        self.taken: deque[Any] = deque()
        self.jobs: deque[tuple[int, float, bytes]] = deque()
        self.made = 0
        self.result: Any = None
        self.user_id = 0.0
        self.step_time = 0.0  # [s] of psolve
        self.timeout = 20.0  # [s]
        self.aborts = 1.0

    def unpack(self, kind: type | tuple[type, ...], what: str) -> Any:
        """Return the next value of the message that was taken."""
        if not self.taken:
            raise StateError(f"ParallelContext.{what}: nothing (more) is in the message")
        if not isinstance(self.taken[0], kind):
            raise WrongType(
                f"ParallelContext.{what}: the next value of the message is another (got {self.taken[0]!r})"
            )
        return self.taken.popleft()


class ParallelContext(OfWorld):
    """Threads and processes; cells by their global ids (gids).

    Parameters
    ----------
    nhost : int, optional
        Kept for scripts.
    """

    def __init__(self, nhost: int = 1) -> None:
        super().__init__()
        self._gids = self._world_._gids
        self._board = self._world_._board
        self._netcon = self._world_.h.NetCon

    # --- gids ---------------------------------------------------------------------------------------------------------

    def set_gid2node(self, gid: int, process: int) -> float:
        """Give a gid to a process."""
        self._gids.assign(whole(gid, "the gid"), whole(process, "the process"))
        return 0.0

    def gid_exists(self, gid: int) -> int:
        """0: not here; 1: owned, without a source; 2: with a source whose spikes stay here; 3: go to all processes."""
        return self._gids.status(whole(gid, "the gid"))

    def cell(self, gid: int, netcon: _ext.NetCon, output: int = 1) -> float:
        """The source of a NetCon (which may go then) becomes the gid's."""
        self._gids.set_source(whole(gid, "the gid"), netcon, bool(output))
        return 0.0

    def outputcell(self, gid: int) -> float:
        """The gid's spikes go to all processes."""
        self._gids.set_sends(whole(gid, "the gid"))
        return 0.0

    def gid2obj(self, gid: int) -> Any:
        """The artificial cell or point process that has the gid, or the cell of the section that has it."""
        return self._gids.source(whole(gid, "the gid"), False)

    def gid2cell(self, gid: int) -> Any:
        """The cell that has the gid."""
        return self._gids.source(whole(gid, "the gid"), True)

    def gid_connect(self, gid: int, target: Any, netcon: _ext.NetCon | None = None) -> _ext.NetCon:
        """Connect a gid with a point process; weight 0, delay 1 ms.

        The gid may be one that no cell has yet; finitialize asks for it (the shim warns).
        """
        return self._gids.connect(whole(gid, "the gid"), target, self._netcon, netcon)

    def threshold(self, gid: int, threshold: float | None = None) -> float:
        """Threshold of a gid's source [mV]; sets it if one is given."""
        number = whole(gid, "the gid")
        if threshold is not None:
            self._gids.set_threshold(number, float(threshold))
        return self._gids.threshold(number)

    def spike_record(self, gid: Any, times: Vector, gids: Vector) -> float:
        """Record the spikes of a gid, of the gids of a Vector, or of all (-1): times [ms], and whose they are."""
        if isinstance(gid, Vector):
            numbers = [whole(g, "the gid") for g in gid]
        else:
            numbers = [whole(gid, "the gid")]
            if numbers == [-1]:
                numbers = self._gids.sending()
        for number in numbers:
            self._gids.record(number, times, gids)
        return 0.0

    def gid_clear(self, kind: int = 0) -> float:
        """Forget all gids (0: all kinds; 1 cells, 2 places that wait, 3 gap junctions, 4 the board)."""
        if kind in (0, 1, 2):
            self._gids.clear()
        if kind in (0, 3):
            self._gids.clear_gaps()
        return 0.0

    # --- gap junctions ------------------------------------------------------------------------------------------------

    def source_var(self, reference: _ext.Ref, id: int, sec: Any = None) -> float:
        """Give an id to a number, mostly ``section(x)._ref_v``, that targets follow."""
        self._gids.gap_source(whole(id, "the id of a gap junction"), reference)
        return 0.0

    def target_var(self, *arguments: Any) -> float:
        """Let a variable follow the number with an id: ``target_var([point process,] reference, id)``."""
        if len(arguments) == 3:
            arguments = arguments[1:]
        if len(arguments) != 2:
            raise WrongType("ParallelContext.target_var: takes ([point process,] reference, id)")
        reference, id = arguments
        self._gids.gap_target(whole(id, "the id of a gap junction"), reference)
        return 0.0

    def setup_transfer(self) -> float:
        """From now on the variables follow: set in each step when v is new, and before INITIAL blocks."""
        self._gids.set_up_gaps()
        return 0.0

    # --- running ------------------------------------------------------------------------------------------------------

    def set_maxstep(self, limit: float) -> float:
        """Largest interval between exchanges of spikes [ms]; the shortest delay may make it shorter."""
        limit = float(limit)
        if not limit > 0:
            raise InputError(f"ParallelContext: maxstep is out of range (got {limit} ms); allowed: > 0")
        return limit

    def psolve(self, tstop: float) -> float:
        """Run to ``tstop`` [ms]; does nothing if it is not ahead."""
        begin = time.perf_counter()
        self._world_._run(float(tstop))
        self._board.step_time += time.perf_counter() - begin
        return 0.0

    def nthread(self, count: int = 0, parallel: int = 1) -> int:
        """Set the number of threads, if one is given; returns it."""
        count = int(count)
        if count < 0 or count > MAX_THREADS:
            raise InputError(
                f"ParallelContext: the number of threads is out of range (got {count}); allowed: 1 to {MAX_THREADS}"
            )
        if count:
            self._world_._set_threads(count)
        return max(1, self._world_._threads())

    def timeout(self, seconds: float | None = None) -> float:
        """Seconds without progress after which a run of many processes ends; returns what held before, 20 at first."""
        before = self._board.timeout
        if seconds is None:
            return before
        seconds = float(seconds)
        if not seconds >= 0:
            raise InputError(f"ParallelContext: the timeout is out of range (got {seconds} s); allowed: >= 0")
        self._board.timeout = seconds
        return before

    def t(self, thread: int = 0) -> float:
        """Time of a thread [ms]: all have one."""
        return self._world_.h.t

    def dt(self, thread: int = 0) -> float:
        """Step of a thread [ms]: all have one."""
        return self._world_.h.dt

    # --- processes ----------------------------------------------------------------------------------------------------

    def id(self) -> int:
        """Rank of this process."""
        return 0

    def nhost(self) -> int:
        """Number of processes."""
        return 1

    id_world = id_bbs = id
    nhost_world = nhost_bbs = nhost

    def nworker(self) -> int:
        """Number of processes that only work."""
        return 0

    def subworlds(self, size: int) -> float:
        """Divide the processes into worlds of ``size``."""
        if whole(size, "the size of a world") < 1:
            raise InputError(
                f"ParallelContext: the size of a world is out of range (got {size}); allowed: >= 1"
            )
        return 0.0

    def runworker(self) -> float:
        """Workers work until ``done``; the master goes on at once."""
        return 0.0

    def done(self) -> float:
        """Workers end."""
        return 0.0

    def master_works_on_jobs(self, flag: int) -> float:
        """Whether the master takes jobs itself. Alone it does."""
        return 0.0

    def barrier(self) -> float:
        """Wait for all processes. Returns the seconds that it took."""
        return 0.0

    def mpiabort_on_error(self, flag: int) -> float:
        """Whether an error ends all processes; returns what held before."""
        before = self._board.aborts
        self._board.aborts = float(bool(flag))
        return before

    # --- collectives --------------------------------------------------------------------------------------------------

    def allreduce(self, value: Any, kind: int = 1) -> float:
        """Sum (1), largest (2), smallest (3) over all processes, of a number or into each element of a Vector."""
        if int(kind) not in (1, 2, 3):
            raise InputError(
                f"ParallelContext.allreduce: the kind is out of range (got {kind}); allowed: 1, 2, 3"
            )
        return 0.0 if isinstance(value, Vector) else float(value)

    def allgather(self, value: Any, target: Vector) -> float:
        """Collect one value of each process in a Vector."""
        values = value if isinstance(value, Vector) else [float(value)]
        needs_vector(target, "allgather").from_python(list(values))
        return 0.0

    def alltoall(self, source: Vector, counts: Vector, target: Vector) -> float:
        """Send ``counts[i]`` elements of a Vector to process ``i``."""
        if len(counts) != 1 or counts[0] != len(source):
            raise InputError(
                f"ParallelContext.alltoall: one count for each process, of all elements (got {list(counts)})"
            )
        needs_vector(target, "alltoall").from_python(list(source))
        return 0.0

    def broadcast(self, value: Any, root: int = 0) -> float:
        """Send a string or a Vector from a process to all. Returns its size."""
        if isinstance(value, HocRef):
            value = value[0]
        return float(len(value)) if isinstance(value, str | Vector) else 0.0

    def py_alltoall(self, values: list[Any], size: int = 0) -> list[Any]:
        """Send ``values[i]`` to process ``i``."""
        if not isinstance(values, list):
            raise WrongType(f"ParallelContext.py_alltoall: needs a list (got {values!r})")
        if len(values) != self.nhost():
            raise InputError(
                f"ParallelContext.py_alltoall: the list has the wrong size (got {len(values)}); "
                f"allowed: {self.nhost()}, one value for each process"
            )
        return list(values)

    def py_gather(self, value: Any, root: int = 0) -> list[Any] | None:
        """Collect one value of each process at ``root``."""
        return [value]

    def py_allgather(self, value: Any) -> list[Any]:
        """Collect one value of each process."""
        return [value]

    def py_broadcast(self, value: Any, root: int = 0) -> Any:
        """Send a value from a process to all."""
        return value

    def py_scatter(self, values: list[Any], root: int = 0) -> Any:
        """Send ``values[i]`` from ``root`` to process ``i``."""
        if not isinstance(values, list) or len(values) != self.nhost():
            raise WrongType(
                f"ParallelContext.py_scatter: needs a list with one value for each process (got {values!r})"
            )
        return values[0]

    # --- jobs and messages --------------------------------------------------------------------------------------------

    def submit(self, *job: Any) -> float:
        """Leave a job: ``submit([id,] callable, argument, ...)``. Returns the id of the user.

        Callable and arguments must be such that another process could get them (pickle).
        """
        user = None
        if job and isinstance(job[0], int | float):
            user, job = float(job[0]), job[1:]
        if not job or not callable(job[0]):
            raise WrongType(
                "ParallelContext.submit: needs a callable; allowed: submit([id,] callable, argument, ...)"
            )
        import pickle  # few scripts need it

        board = self._board
        try:
            text = pickle.dumps(job)
        except Exception as problem:
            raise WrongType(
                f"ParallelContext.submit: the job cannot be sent to another process ({problem})"
            ) from None
        board.made += 1
        if user is None:
            user = -float(board.made)
        board.jobs.append((board.made, user, text))
        return user

    def working(self) -> int:
        """Wait for a job to end: returns its number, or 0 if there is none (any more)."""
        import pickle

        board = self._board
        if not board.jobs:
            return 0
        number, board.user_id, text = board.jobs.popleft()
        function, *arguments = pickle.loads(text)
        board.result = None
        board.result = function(*arguments)
        return number

    def pyret(self) -> Any:
        """What the job returned that ``working`` told of."""
        return self._board.result

    def retval(self) -> float:
        """The same, a number."""
        result = self._board.result
        return float(result) if isinstance(result, int | float) else 0.0

    def userid(self) -> float:
        """The id that the job was submitted with."""
        return self._board.user_id

    def context(self, function: Callable[..., Any], *arguments: Any) -> float:
        """Call a function in all processes but this one."""
        if not callable(function):
            raise WrongType(f"ParallelContext.context: needs a callable (got {function!r})")
        return 1.0

    def pack(self, *values: Any) -> float:
        """Put values into the message that the next ``post`` sends."""
        for value in values:
            self._board.packed.append(value.c() if isinstance(value, Vector) else copied(value))
        return 0.0

    def post(self, key: Any, *values: Any) -> float:
        """Lay down a message under a key: what was packed, and ``values``."""
        self.pack(*values)
        self._board.messages.setdefault(key_text(key), deque()).append(self._board.packed)
        self._board.packed = []
        return 1.0

    def look(self, key: Any, *refs: Any) -> bool:
        """Whether there is a message; if so, its values can be unpacked, and it stays."""
        found = self._board.messages.get(key_text(key))
        if not found:
            return False
        self._board.taken = deque(found[0])
        self._into(refs)
        return True

    def look_take(self, key: Any, *refs: Any) -> bool:
        """Whether there is a message; if so, it is taken."""
        found = self._board.messages.get(key_text(key))
        if not found:
            return False
        self._board.taken = deque(found.popleft())
        if not found:
            del self._board.messages[key_text(key)]
        self._into(refs)
        return True

    def take(self, key: Any, *refs: Any) -> float:
        """Take a message. Alone nobody could send it later, so it must be there."""
        if not self.look_take(key, *refs):
            raise StateError(
                f"ParallelContext.take: there is no message, and nobody to send it (got {key!r})"
            )
        return 1.0

    def unpack(self, *refs: Any) -> float:
        """Take the next values of the message into references and Vectors."""
        self._into(refs)
        return 0.0

    def _into(self, refs: tuple[Any, ...]) -> None:
        for ref in refs:
            if isinstance(ref, Vector):
                ref.from_python(list(self.upkvec()))
            elif isinstance(ref, HocRef) and isinstance(ref[0], str):
                ref[0] = self._board.unpack(str, "unpack")
            else:
                ref[0] = self.upkscalar()

    def upkscalar(self) -> float:
        """The next value of the message, a number."""
        return float(self._board.unpack((int, float), "upkscalar"))

    def upkstr(self, target: HocRef) -> str:
        """The next value of the message, a string."""
        target[0] = text = self._board.unpack(str, "upkstr")
        return str(text)

    def upkvec(self, target: Vector | None = None) -> Vector:
        """The next value of the message, a Vector."""
        vector: Vector = self._board.unpack(Vector, "upkvec")
        return vector if target is None else target.from_python(list(vector))

    def upkpyobj(self) -> Any:
        """The next value of the message."""
        return self._board.unpack(object, "upkpyobj")

    # --- measures -----------------------------------------------------------------------------------------------------

    def time(self) -> float:
        """Seconds of the wall clock."""
        return time.time()

    def step_time(self) -> float:
        """Seconds that psolve took."""
        return self._board.step_time

    def wait_time(self) -> float:
        """Seconds spent waiting for other processes."""
        return 0.0

    step_wait = send_time = event_time = integ_time = vtransfer_time = wait_time

    def mech_time(self, index: int | None = None) -> float:
        """Seconds spent in a mechanism; they are not measured."""
        return 0.0

    def max_histogram(self, histogram: Vector | None = None) -> float:
        """Count the spikes of exchanges; there are none alone."""
        return 0.0

    def spike_compress(self, size: int = 0, gids: int = 0, xchng: int = 0) -> float:
        """How spikes are packed for other processes."""
        return 0.0

    def spike_statistics(self, *refs: Any) -> int:
        """Counts of exchanges, into references; there are none alone."""
        for ref in refs:
            ref[0] = 0
        return 0

    def print_memory_stats(self) -> float:
        """Print how much memory the process has."""
        with open("/proc/self/statm", encoding="ascii") as file:
            pages = int(file.read().split()[1])
        print(f"memory [MB]: {pages * os.sysconf('SC_PAGE_SIZE') / 1e6:.1f}")
        return 0.0

    # --- balance: cells are divided among threads by their cost, whatever a script says -------------------------------

    def partition(self, thread: int | None = None, sections: Any = None) -> float:
        """Keep for scripts: cells are divided among threads by their cost."""
        return 0.0

    def multisplit(self, *arguments: Any) -> float:
        """Keep for scripts: a cell is never divided."""
        return 0.0

    def thread_stat(self) -> float:
        """Kept for scripts."""
        return 0.0

    def thread_busywait(self, flag: int = 0) -> float:
        """Keep for scripts: threads sleep when there is nothing to do."""
        return 0.0

    def thread_how_many_proc(self) -> int:
        """Number of cores."""
        return os.cpu_count() or 1

    def thread_ctime(self, thread: int | None = None) -> float:
        """Seconds that a thread worked; they are not measured."""
        return 0.0

    def sec_in_thread(self, sec: Any = None) -> bool:
        """Whether a section belongs to a partition that a script made; there are none."""
        return False

    def nrncore_run(self, arguments: str = "", append: bool = False) -> float:
        """Refuse: there is no other engine to hand the model to."""
        raise InputError("ParallelContext.nrncore_run: CoreNEURON is not needed to run fast; allowed: psolve")

    def nrncore_write(self, path: str = "", append: bool = False) -> float:
        """Refuse: CoreNEURON's files are not written."""
        raise InputError(
            "ParallelContext.nrncore_write: files for CoreNEURON are not written; allowed: psolve"
        )

    def optimize_node_order(self, kind: int | None = None) -> int:
        """Keep for scripts: the order of nodes is always made for speed."""
        return 0


def whole(value: Any, what: str) -> int:
    """A whole number of a script, which may come as a float."""
    if type(value) is int:
        return value
    try:
        number = int(value)
    except (TypeError, ValueError, OverflowError):
        raise WrongType(f"ParallelContext: {what} must be a whole number (got {value!r})") from None
    if number != value:
        raise InputError(f"ParallelContext: {what} must be a whole number (got {value!r})")
    return number


def needs_vector(target: Any, method: str) -> Vector:
    """Check that a result can be taken."""
    if not isinstance(target, Vector):
        raise WrongType(f"ParallelContext.{method}: needs a Vector for the result (got {target!r})")
    return target


def key_text(key: Any) -> str:
    """Numbers and strings name messages."""
    return f"{key:.15g}" if isinstance(key, int | float) else str(key)


def copied(value: Any) -> Any:
    """A value as another process would get it."""
    if isinstance(value, int | float | str):
        return value
    import pickle

    return pickle.loads(pickle.dumps(value))
