# SPDX-License-Identifier: BSD-3-Clause
"""fit_praxis and Vector.fit find the minimum, from Python and from hoc."""

from __future__ import annotations

import math

import pytest

import ranvier


def rosenbrock(x):
    return 100 * (x[1] - x[0] ** 2) ** 2 + (1 - x[0]) ** 2


def test_minimum_of_a_callable(h):
    h.attr_praxis(1e-10, 1, 0)
    x = h.Vector([-1.2, 1])
    assert h.fit_praxis(rosenbrock, x) < 1e-15
    assert list(x) == pytest.approx([1, 1], abs=1e-7)
    # Half the second derivatives at (1, 1) are 401, -200, 100; NEURON says 501.8 and the same axis.
    axis = h.Vector()
    root = math.sqrt(301**2 + 400**2) / 2
    assert h.pval_praxis(0, axis) == pytest.approx(250.5 + root, rel=1e-3)
    assert h.pval_praxis(1) == pytest.approx(250.5 - root, rel=1e-2)
    assert [abs(a) for a in axis] == pytest.approx([0.8948, 0.4465], abs=1e-3)
    with pytest.raises(ranvier.InputError, match="pval_praxis"):
        h.pval_praxis(2)


def test_minimum_of_a_func(h):
    h(
        """
double p[2]
calls = 0
func f() {
  calls += 1
  return 100*($&2[1] - $&2[0]^2)^2 + (1 - $&2[0])^2 + ($1 - 2)
}
attr_praxis(1e-5, 0.5, 0)
p[0] = -1.2
p[1] = 1
rounds = 0
least = fit_praxis(2, "f", &p[0], "rounds += 1")
"""
    )
    assert h.least < 1e-9 and list(h.p) == pytest.approx([1, 1], abs=1e-4)
    assert h.calls > 50 and h.rounds > 3


def test_the_search_can_be_stopped(h):
    h.attr_praxis(1e-10, 1, 0)
    calls = []

    def f(x):
        calls.append(list(x))
        if len(calls) == 5:
            h.stop_praxis()
        return rosenbrock(x)

    x = h.Vector([-1.2, 1])
    value = h.fit_praxis(f, x)
    assert len(calls) < 100 and 0 < value < rosenbrock([-1.2, 1])
    assert value == rosenbrock(list(x))


def test_scales_may_differ(h):
    h.attr_praxis(1e-12, 1, 0)
    x = h.Vector([1e-5, 100])
    h.fit_praxis(lambda x: 1e6 * (x[0] - 3e-5) ** 2 + (x[1] - 200) ** 2, x)
    assert list(x) == pytest.approx([3e-5, 200], rel=1e-6)


def test_errors_of_the_search(h):
    with pytest.raises(ranvier.InputError, match="must return a number"):
        h.fit_praxis(lambda x: "no", h.Vector([1]))
    with pytest.raises(ranvier.InputError, match="Vector"):
        h.fit_praxis(rosenbrock, h.Vector())
    with pytest.raises(ranvier.InputError, match="tolerance"):
        h.attr_praxis(0, 1, 0)
    with pytest.raises(ZeroDivisionError):
        h.fit_praxis(lambda x: 1 / 0, h.Vector([1]))


CURVES = {
    "line": ([2, 1], [1, 0], lambda x, a, b: a * x + b),
    "quad": ([0.5, -1, 2], [1, 0, 0], lambda x, a, b, c: a * x * x + b * x + c),
    "exp1": ([3, 4], [1, 1], lambda x, a, b: a * math.exp(-x / b)),
    "exp2": ([3, 4, 2, 1.5], [1, 3, 1, 1], lambda x, a, b, c, d: a * math.exp(-x / b) + c * math.exp(-x / d)),
    "charging": (
        [3, 4, 2, 1],
        [1, 3, 1, 0.8],
        lambda x, a, b, c, d: a * (1 - math.exp(-x / b)) + c * (1 - math.exp(-x / d)),
    ),
}


@pytest.mark.parametrize("model", CURVES)
def test_curves(h, model):
    true, start, curve = CURVES[model]
    x = h.Vector([0.4 * i for i in range(40)])
    data = h.Vector([curve(at, *true) for at in x])
    parameters = [h.ref(value) for value in start]
    fitted = h.Vector()
    assert data.fit(fitted, model, x, *parameters) < 1e-9
    assert [p[0] for p in parameters] == pytest.approx(true, rel=1e-3)
    assert list(fitted) == pytest.approx(list(data), abs=1e-4)


def test_curve_of_a_func_and_of_a_callable(h):
    h("func curve() { return $2*$1 + $3*sin($1) }")
    x = h.Vector(range(10))
    data = h.Vector([2 * i + 1.5 * math.sin(i) for i in range(10)])
    for model in ("curve", lambda x, a, b: a * x + b * math.sin(x)):
        a, b = h.ref(1), h.ref(1)
        assert data.fit(h.Vector(), model, x, a, b) < 1e-12
        assert (a[0], b[0]) == pytest.approx((2, 1.5))


def test_errors_of_fit(h):
    data, x, one = h.Vector([1, 2]), h.Vector([1, 2]), h.ref(1)
    with pytest.raises(ranvier.InputError, match="line.*2: slope, offset"):
        data.fit(h.Vector(), "line", x, one)
    with pytest.raises(ranvier.InputError, match="number of x"):
        data.fit(h.Vector(), "line", h.Vector(3), one, one)
    with pytest.raises(ranvier.InputError, match="no such model.*lina"):
        data.fit(h.Vector(), "lina", x, one, one)
    with pytest.raises(ranvier.InputError, match="reference to a parameter"):
        data.fit(h.Vector(), "line", x)
