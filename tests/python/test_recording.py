# SPDX-License-Identifier: BSD-3-Clause
"""ranvier.record: one array, times and units."""

from __future__ import annotations

import numpy as np
import pytest

import ranvier


def test_one_array_with_times_names_and_units():
    """As Vector.record of each number gives."""
    world = ranvier.World()
    h = world.h
    soma = h.Section(name="soma")
    soma.insert("hh")
    clamp = h.IClamp(soma(0.5))
    clamp.delay, clamp.dur, clamp.amp = 1, 1, 1
    v = h.Vector().record(soma(0.5)._ref_v)
    refs = [soma(0.5)._ref_v, soma(0.5).hh._ref_gna, clamp._ref_i, soma(0.5)._ref_ina, h._ref_t]
    seen = ranvier.record(refs, world=world)
    h.finitialize(-65)
    h.continuerun(5)
    assert seen.names == ("soma(0.5).v", "soma(0.5).hh.gna", "IClamp[0].i", "soma(0.5).ina", "t")
    assert seen.units == ("mV", "S/cm2", "nA", "mA/cm2", "ms")
    assert seen.values.shape == (5, 201) == (len(refs), len(seen))
    assert np.array_equal(seen.values[0], np.array(v))
    assert np.array_equal(seen.values[4], seen.times)
    h.finitialize(-65)
    assert seen.values.shape == (5, 1)


def test_at_an_interval():
    """Its multiples, exactly."""
    world = ranvier.World()
    soma = world.h.Section(name="soma")
    seen = ranvier.record([soma(0.5)._ref_v], dt=0.1, world=world)
    world.h.finitialize(-65)
    world.h.continuerun(1.05)
    assert np.allclose(seen.times, np.arange(11) * 0.1, rtol=0, atol=1e-12)
    assert seen.values.shape == (1, 11)


def test_what_is_no_reference_is_refused():
    """With what is wanted."""
    with pytest.raises(TypeError, match="_ref_v"):
        ranvier.record([3.0], world=ranvier.World())
