# SPDX-License-Identifier: BSD-3-Clause
"""Ten models for checkpoints: each builds in an ``h`` and returns what must live. ``END`` [ms] is when runs end."""

from __future__ import annotations

END = 30.0

WATCHER = """NEURON { POINT_PROCESS Watcher RANGE count, last }
PARAMETER { level = -20 }
ASSIGNED { v (mV) count last }
INITIAL { count = 0 last = -1 net_send(0, 1) }
NET_RECEIVE (w) {
    if (flag == 1) { WATCH (v > level) 2 }
    if (flag == 2) { count = count + 1 last = t net_send(3, 3) WATCH (v > level) 2 }
    if (flag == 3) { count = count + 0.01 }
}
"""

PUMP = """NEURON { SUFFIX pump USEION ca READ ica, cai WRITE cai RANGE base }
UNITS { (mM) = (milli/liter) (mA) = (milliamp) (um) = (micron) FARADAY = (faraday) (coulomb) }
PARAMETER { base = 1e-4 (mM) tau = 5 (ms) }
ASSIGNED { ica (mA/cm2) diam (um) }
STATE { cai (mM) }
INITIAL { cai = base }
BREAKPOINT { SOLVE flow METHOD cnexp }
DERIVATIVE flow { cai' = -ica * 1e4 / (FARADAY * diam) * 0.5 - (cai - base) / tau }
"""

CHANNEL = """NEURON { SUFFIX chan USEION ca WRITE ica NONSPECIFIC_CURRENT i GLOBAL shift RANGE g }
PARAMETER { g = 1e-4 shift = 0 }
ASSIGNED { v (mV) ica i inf tau }
STATE { m a b }
BREAKPOINT { SOLVE gate METHOD cnexp SOLVE scheme METHOD sparse ica = g * m * (v - 120) i = 1e-5 * a * (v + 60) }
INITIAL { rates(v) m = inf SOLVE scheme STEADYSTATE sparse }
DERIVATIVE gate { rates(v) m' = (inf - m) / tau }
KINETIC scheme { rates(v) ~ a <-> b (0.1, inf) CONSERVE a + b = 1 }
PROCEDURE rates(v) {
    TABLE inf, tau DEPEND celsius FROM -100 TO 100 WITH 200
    inf = 1 / (1 + exp(-(v + 20 + shift) / 9))
    tau = 1 + celsius / 10
}
"""

DRAWS = """NEURON { POINT_PROCESS Draws RANDOM r RANGE x, kicks NONSPECIFIC_CURRENT i }
ASSIGNED { v x i kicks }
INITIAL { x = 0 kicks = 0 net_send(random_negexp(r), 1) }
BREAKPOINT { i = -x * 0.05 }
NET_RECEIVE (w) {
    if (flag == 1) { x = random_normal(r) kicks = kicks + 1 net_send(random_negexp(r), 1) }
    if (flag == 0) { x = x + w net_move(t + 0.7) }
}
"""

C_STATE = """NEURON { POINT_PROCESS CState RANGE x POINTER stream NONSPECIFIC_CURRENT i THREADSAFE }
VERBATIM
static int calls = 0;
static double memory[4] = {1, 2, 3, 4};
ENDVERBATIM
ASSIGNED { v x i stream }
INITIAL {
VERBATIM
    if (!_p_stream) { _p_stream = (double*)nrnran123_newstream(7, 8); }
    nrnran123_setseq((nrnran123_State*)_p_stream, 0, 0);
    calls = 0;
ENDVERBATIM
    x = 0
}
BREAKPOINT { i = -x * 0.02 }
AFTER SOLVE {
VERBATIM
    calls++;
    memory[calls % 4] = 0.5 * memory[(calls + 1) % 4] + nrnran123_dblpick((nrnran123_State*)_p_stream);
    x = memory[calls % 4];
ENDVERBATIM
}
"""


def cell(h, name="soma", nseg=3):
    """A section with hh."""
    section = h.Section(name=name)
    section.L = section.diam = 20
    section.nseg = nseg
    section.insert("hh")
    return section


def clamp(h, segment, delay=1.0, dur=1.0, amp=0.5):
    """An IClamp."""
    made = h.IClamp(segment)
    made.delay, made.dur, made.amp = delay, dur, amp
    return made


def one_cell(h):
    """A compartment with a clamp; v and t at every step, v at given times and intervals."""
    soma = cell(h)
    times = h.Vector([1, 5, 12.5, 20, 29])
    return [
        soma,
        clamp(h, soma(0.5), 2, 20, 0.3),
        times,
        h.Vector().record(soma(0.5)._ref_v),
        h.Vector().record(h._ref_t),
        h.Vector().record(soma(0.5).hh._ref_m, 0.3),
        h.Vector().record(soma(0.5)._ref_v, times),
        h.APCount(soma(0.5)),
    ]


def branched(h):
    """A tree with 3-d points, synapses under way, second order."""
    h.secondorder = 2
    soma = cell(h)
    keep = [soma]
    for i in range(4):
        dend = h.Section(name=f"dend[{i}]")
        dend.nseg = 2 * i + 1
        dend.insert("pas")
        dend.connect(soma(i % 2))
        h.pt3dadd(0, 0, 0, 3, sec=dend)
        h.pt3dadd(10 + i, 5, 1, 2, sec=dend)
        h.pt3dadd(60, 9 * i, 2, 1, sec=dend)
        synapse = h.Exp2Syn(dend(0.7))
        stim = h.NetStim()
        stim.number, stim.interval, stim.start, stim.noise = 1e3, 2 + i, 1, 0.5
        stim.noiseFromRandom123(i, 0, 3)
        netcon = h.NetCon(stim, synapse)
        netcon.weight[0], netcon.delay = 0.003, 4.3 + i
        keep += [dend, synapse, stim, netcon]
    return [*keep, h.Vector().record(soma(0.5)._ref_v)]


def ring(h):
    """Cells with gids that excite each other; equal cells run in lanes."""
    pc = h.ParallelContext()
    cells, keep = [], [pc]
    for gid in range(11):
        soma = cell(h, f"soma{gid}", 1)
        synapse = h.ExpSyn(soma(0.5))
        synapse.tau = 2
        source = h.NetCon(soma(0.5)._ref_v, None, sec=soma)
        pc.set_gid2node(gid, pc.id())
        pc.cell(gid, source)
        cells.append((soma, synapse))
        keep += [soma, synapse, source]
    for gid in range(11):
        for step in (1, 3):
            netcon = pc.gid_connect(gid, cells[(gid + step) % 11][1])
            netcon.weight[0], netcon.delay = 0.02 + 0.001 * gid, 1.1 + 0.3 * step
            keep.append(netcon)
    times, ids = h.Vector(), h.Vector()
    pc.spike_record(-1, times, ids)
    return [*keep, times, ids, clamp(h, cells[0][0](0.5), 1, 2, 1.0)]


def integrate_and_fire(h):
    """Artificial cells with events of equal times, noise."""
    cells = [make() for make in (h.IntFire1, h.IntFire2, h.IntFire4) for _ in range(3)]
    keep = list(cells)
    times, ids = h.Vector(), h.Vector()
    for i, target in enumerate(cells):
        stim = h.NetStim()
        stim.number, stim.interval, stim.start, stim.noise = 1e6, 1.5, 0, 1
        stim.noiseFromRandom123(i, 5, 9)
        netcon = h.NetCon(stim, target)
        netcon.weight[0], netcon.delay = 0.4, 1
        keep += [stim, netcon]
        for j in (1, 4):
            across = h.NetCon(target, cells[(i + j) % 9])
            across.weight[0], across.delay = 0.2, 2
            if j == 1:
                across.record(times, ids, i)
            keep.append(across)
    return [*keep, times, ids]


def calcium(h):
    """Ion concentrations, WATCH, self events."""
    h.celsius = 20
    soma = cell(h)
    soma.insert("pump")
    soma.insert("chan")
    watcher = h.Watcher(soma(0.2))
    return [soma, watcher, clamp(h, soma(0.5), 1, 25, 0.4), h.Vector().record(soma(0.5)._ref_cai, 0.5)]


def c_state(h):
    """C that keeps numbers and a stream."""
    soma = cell(h)
    keep = [soma]
    for x in (0.2, 0.9):
        keep.append(h.CState(soma(x)))
    return [*keep, clamp(h, soma(0.5), 3, 5, 0.2), h.Vector().record(keep[1]._ref_x)]


def played(h):
    """Vectors that play, a Random that plays."""
    soma = cell(h)
    stim = clamp(h, soma(0.5), 0, 1e9, 0)
    other = clamp(h, soma(0.9), 0, 1e9, 0)
    third = clamp(h, soma(0.1), 0, 1e9, 0)
    smooth = h.Vector([0, 0.4, 0.1, 0.5, 0, 0.3])
    smooth_times = h.Vector([0, 4, 8, 15, 22, 40])
    steps = h.Vector([0.01 * (i % 7) for i in range(60)])
    smooth.play(stim._ref_amp, smooth_times, True)
    steps.play(other._ref_amp, 0.7)
    random = h.Random()
    random.Random123(4, 5, 6)
    random.normal(0, 0.01)
    random.play(third._ref_amp)
    return [
        soma,
        stim,
        other,
        third,
        smooth,
        smooth_times,
        steps,
        random,
        h.Vector().record(soma(0.5)._ref_v),
    ]


def gap_junctions(h):
    """Numbers that follow others."""
    pc = h.ParallelContext()
    cells = [cell(h, f"soma{i}", 1) for i in range(4)]
    keep = [pc, *cells, clamp(h, cells[0](0.5), 1, 10, 0.5)]
    for i, here in enumerate(cells):
        pc.source_var(here(0.5)._ref_v, i, sec=here)
    for i, here in enumerate(cells):
        follower = h.Follower(here(0.5))
        pc.target_var(follower, follower._ref_vgap, (i + 1) % 4)
        keep.append(follower)
    pc.setup_transfer()
    return [*keep, h.Vector().record(cells[2](0.5)._ref_v)]


FOLLOWER = """NEURON { POINT_PROCESS Follower RANGE vgap, g NONSPECIFIC_CURRENT i }
PARAMETER { g = 0.0005 }
ASSIGNED { v vgap i }
BREAKPOINT { i = g * (v - vgap) }
"""


def random_draws(h):
    """RANDOM variables, net_move, a spike that is on its way."""
    soma = cell(h)
    draws = [h.Draws(soma(x)) for x in (0.1, 0.5, 0.9)]
    stim = h.NetStim()
    stim.number, stim.interval, stim.start = 100, 3, 2
    netcons = [h.NetCon(stim, d) for d in draws]
    for i, netcon in enumerate(netcons):
        netcon.weight[0], netcon.delay = 0.3, 0.5 * i
    return [soma, *draws, stim, *netcons, h.Vector().record(draws[0]._ref_x)]


def pointers(h):
    """A POINTER across cells, membrane currents, a table that was filled with another GLOBAL."""
    cells = [cell(h, f"soma{i}") for i in range(2)]
    for section in cells:
        section.insert("chan")
    h.cvode.use_fast_imem(1)
    h.finitialize(-65)
    h.shift_chan = 7  # not a DEPEND: the table stays as it was filled
    reader = h.Reader(cells[0](0.5))
    h.setpointer(cells[1](0.5)._ref_v, "p", reader)
    return [
        *cells,
        reader,
        clamp(h, cells[1](0.5), 2, 10, 0.4),
        h.Vector().record(cells[0](0.5)._ref_i_membrane_),
    ]


READER = """NEURON { POINT_PROCESS Reader POINTER p NONSPECIFIC_CURRENT i RANGE seen }
ASSIGNED { v p i seen }
BREAKPOINT { seen = p i = 0.0003 * (v - p) }
"""

TEXTS = {
    "watcher": WATCHER,
    "pump": PUMP,
    "chan": CHANNEL,
    "draws": DRAWS,
    "cstate": C_STATE,
    "follower": FOLLOWER,
    "reader": READER,
}

MODELS = {
    f.__name__: f
    for f in (
        one_cell,
        branched,
        ring,
        integrate_and_fire,
        calcium,
        c_state,
        played,
        gap_junctions,
        random_draws,
        pointers,
    )
}


#: Those that take part in a variable step, and how.
VARIABLE = [
    *(
        (name, "variable")
        for name in ("one_cell", "branched", "ring", "integrate_and_fire", "calcium", "random_draws")
    ),
    *((name, "local") for name in ("ring", "branched")),
]


def build(world, name, method="fixed"):
    """Loads what the model needs and builds it; returns what must live.

    method: "fixed", "variable" or "local", the variable step of each cell.
    """
    for file, text in TEXTS.items():
        if file != "cstate" or name == "c_state":
            world._load_mechanism_text(f"{file}.mod", text)
    kept = MODELS[name](world.h)
    if method != "fixed":
        world.h.secondorder = 0
        world.h.cvode.active(1)
        world.h.cvode.atol(1e-4)
        world.h.cvode.use_local_dt(1 if method == "local" else 0)
    world.h.finitialize(-65)
    return kept
