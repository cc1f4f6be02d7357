# SPDX-License-Identifier: BSD-3-Clause
"""Point processes, artificial cells and NetCons."""

import gc

import pytest


@pytest.fixture
def soma(h):
    s = h.Section(name="soma")
    s.L = s.diam = 20
    s.insert("hh")
    return s


def excite(h, soma):
    clamp = h.IClamp(soma(0.5))
    clamp.delay, clamp.dur, clamp.amp = 1, 1, 0.5
    return clamp


def test_defaults(h, soma):
    seg = soma(0.5)
    assert [(c.delay, c.dur, c.amp) for c in [h.IClamp(seg)]] == [(0, 0, 0)]
    assert [(e.tau, e.e) for e in [h.ExpSyn(seg)]] == [(0.1, 0)]
    assert [(e.tau1, e.tau2, e.e) for e in [h.Exp2Syn(seg)]] == [(0.1, 10, 0)]
    assert [(a.onset, a.tau, a.gmax, a.e) for a in [h.AlphaSynapse(seg)]] == [(0, 0.1, 0, 0)]
    assert h.SEClamp(seg).rs == 1
    assert [(v.gain, v.rstim) for v in [h.VClamp(seg)]] == [(1e5, 1)]
    assert [(n.interval, n.number, n.start, n.noise) for n in [h.NetStim()]] == [(10, 10, 50, 0)]


def test_places(h, soma):
    clamp = h.IClamp(soma(0.3))
    assert clamp.has_loc() and clamp.get_segment() == soma(0.3)
    assert str(clamp) == "IClamp[0]"
    assert isinstance(clamp, h.IClamp)
    soma.nseg = 3
    clamp.loc(soma(0.9))
    assert clamp.get_segment() == soma(0.9)
    assert soma(0.9).point_processes() == [clamp]
    assert soma(0.5).point_processes() == []
    assert h.IClamp(0.5, sec=soma).get_segment() == soma(0.5)
    for wrong in (5, "soma", None):
        with pytest.raises(TypeError):
            h.IClamp(wrong).amp  # noqa: B018


def test_a_place_survives_nseg(h, soma):
    soma.nseg = 3
    clamp = h.IClamp(soma(0.9))
    soma.nseg = 1
    assert clamp.get_segment() == soma(0.5)
    soma.nseg = 3
    assert clamp.get_segment() == soma(0.5)


def test_without_a_place(h):
    clamp = h.IClamp()
    with pytest.raises(TypeError, match="no place"):
        clamp.amp  # noqa: B018
    with pytest.raises(AttributeError, match=r"IClamp\[0\].*amplitude"):
        clamp.amplitude  # noqa: B018
    with pytest.raises(LookupError):
        clamp.amplitude = 1
    assert clamp.get_segment() is None and not clamp.has_loc()


def test_a_point_process_ends_with_its_last_reference(h, soma):
    clamp = h.IClamp(soma(0.5))
    del clamp
    gc.collect()
    assert soma(0.5).point_processes() == []


def test_netcon_defaults_and_fields(h, soma):
    syn = h.ExpSyn(soma(0.5))
    nc = h.NetCon(soma(0.5)._ref_v, syn, sec=soma)
    assert (nc.threshold, nc.delay, nc.weight[0], nc.wcnt(), nc.active(), nc.valid()) == (
        10,
        1,
        0,
        1,
        True,
        True,
    )
    other = h.NetCon(soma(0.5)._ref_v, syn, -20, 3, 0.25)
    assert (other.threshold, other.delay, other.weight[0]) == (-20, 3, 0.25)
    assert nc.threshold == -20  # of the location
    assert nc.syn() is syn and nc.preseg() == soma(0.5) and nc.pre() is None
    nc.active(False)
    assert not nc.active()
    with pytest.raises(TypeError):
        nc.weight = 1
    with pytest.raises(IndexError, match="weight"):
        nc.weight[1] = 1
    with pytest.raises(TypeError):
        h.NetCon(soma(0.5), syn)
    with pytest.raises(TypeError):
        h.NetCon("abc", syn)
    with pytest.raises(ValueError, match="deleted"):
        dend = h.Section(name="dend")
        gone = dend(0.5)._ref_v
        h.delete_section(sec=dend)
        h.NetCon(gone, syn)


def test_netcon_watches_any_number(h, soma):
    clamp, syn = excite(h, soma), h.ExpSyn(soma(0.5))
    assert clamp.amp > 0
    sources = {
        "state": (soma(0.5).hh._ref_m, 0.5),
        "current": (
            soma(0.5)._ref_ik,
            0.5,
        ),  # lean steps do not store it, so somebody must see that it is watched
        "time": (h._ref_t, 1.99),
    }
    spikes, traces, netcons = {}, {}, []
    for name, (ref, threshold) in sources.items():
        nc = h.NetCon(ref, syn, threshold)
        spikes[name] = h.Vector()
        nc.record(spikes[name])
        netcons.append(nc)
    h.finitialize(-65)
    h.continuerun(6)
    watched = {name: list(times) for name, times in spikes.items()}
    for name, (ref, _) in sources.items():
        traces[name] = h.Vector().record(ref)
    t = h.Vector().record(h._ref_t)
    h.finitialize(-65)
    h.continuerun(6)
    for name, (_, threshold) in sources.items():
        trace = traces[name]
        crossings = [i for i in range(1, len(trace)) if trace[i - 1] <= threshold < trace[i]]
        # a number of the world is looked at when a step begins, like all others
        assert watched[name] == [t[i] + 1e-10 for i in crossings] and crossings, name
    assert netcons[0].preseg() is None and netcons[0].precell() is None
    soma.uninsert("hh")
    assert not netcons[0].valid() and netcons[2].valid()
    h.finitialize(-65)
    h.continuerun(1)


def test_weights_by_reference(h, soma):
    nc = h.NetCon(None, h.ExpSyn(soma(0.5)), 10, 1, 0.25)
    assert nc._ref_weight[0][0] == 0.25
    nc._ref_weight[0][0] = 3
    assert nc.weight[0] == 3
    with pytest.raises(IndexError):
        nc._ref_weight[1]
    with pytest.raises(IndexError):
        nc._ref_weight[0][1]
    with pytest.raises(TypeError):
        nc._ref_weight[0][0] = "much"


@pytest.mark.parametrize("delay", [-5, float("nan"), float("inf")])
def test_delays_are_checked(h, soma, delay):
    nc = h.NetCon(None, h.ExpSyn(soma(0.5)))
    with pytest.raises(ValueError, match="delay"):
        nc.delay = delay
    assert nc.delay == 1


def test_threshold_crossing_is_stamped_at_the_end_of_its_step(h, soma):
    clamp = excite(h, soma)
    nc = h.NetCon(soma(0.5)._ref_v, None, sec=soma)
    times = h.Vector()
    nc.record(times)
    assert nc.get_recordvec() is times
    v, t = h.Vector().record(soma(0.5)._ref_v), h.Vector().record(h._ref_t)
    h.finitialize(-65)
    h.continuerun(5)
    crossing = next(i for i in range(1, len(v)) if v[i - 1] <= 10 < v[i])
    assert times.size() == 1 and clamp.amp == 0.5
    assert times[0] == t[crossing] + 1e-10


def test_recording_by_id_and_by_callable(h):
    stim = h.NetStim()
    stim.start, stim.interval, stim.number = 1, 1, 3
    one, two = h.NetCon(stim, None), h.NetCon(stim, None)
    times, ids, called = h.Vector(), h.Vector(), []
    one.record(times, ids, 7)
    two.record(lambda: called.append(h.t))
    h.finitialize(-65)
    h.continuerun(5)
    assert list(times) == [1, 2, 3]
    assert list(ids) == [7, 7, 7]
    assert len(called) == 3
    one.record(None)
    h.finitialize(-65)
    h.continuerun(5)
    assert list(times) == [1, 2, 3]


def test_events_reach_their_target(h, soma):
    syn = h.ExpSyn(soma(0.5))
    nc = h.NetCon(None, syn)
    nc.weight[0] = 0.01
    handler = h.FInitializeHandler(lambda: nc.event(1.0))
    g, t = h.Vector().record(syn._ref_g), h.Vector().record(h._ref_t)
    h.finitialize(-65)
    h.continuerun(2)
    first = next(i for i in range(len(g)) if g[i] > 0)
    assert t[first] == pytest.approx(1.025)
    del handler
    h.finitialize(-65)
    nc.event(1.0)
    with pytest.raises(ValueError, match="event"):
        nc.event(float("nan"))
    h.continuerun(2)
    with pytest.raises(ValueError, match="event"):
        nc.event(1.0)


def test_a_netcon_outlives_its_target(h, soma):
    syn = h.ExpSyn(soma(0.5))
    nc = h.NetCon(soma(0.5)._ref_v, syn, sec=soma)
    nc.weight[0] = 1
    excitation = excite(h, soma)
    h.finitialize(-65)
    nc.event(1.0)
    del syn
    gc.collect()
    assert nc.syn() is None and not nc.valid()
    h.continuerun(5)
    assert excitation.amp == 0.5


def test_a_netcon_outlives_its_source(h, soma):
    target = h.Section(name="target")
    nc = h.NetCon(soma(0.5)._ref_v, h.ExpSyn(target(0.5)), sec=soma)
    h.delete_section(sec=soma)
    assert not nc.valid() and nc.preseg() is None
    h.finitialize(-65)
    h.fadvance()
