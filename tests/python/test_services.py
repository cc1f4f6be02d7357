# SPDX-License-Identifier: BSD-3-Clause
"""What mechanisms ask of their world: text, random numbers, functions given as data, functions that call themselves."""

from __future__ import annotations

import pytest

import ranvier


def load(tmp_path, h, text, name="x.mod"):
    file = tmp_path / name
    file.write_text(text)
    h.nrn_load_mod(str(file))


def test_printed_text_reaches_python(tmp_path, h, capsys):
    load(tmp_path, h, 'NEURON { SUFFIX nothing }\nPROCEDURE say(x) { printf("%g is %s\\n", x, "x") }')
    h.say(2.5)
    assert capsys.readouterr().out == "2.5 is x\n"


def test_prterr_is_an_error(tmp_path, h):
    load(tmp_path, h, 'NEURON { SUFFIX nothing }\nPROCEDURE stop_it() { prterr("no more") }')
    with pytest.raises(ranvier.Error, match="no more"):
        h.stop_it()


def test_a_function_table_in_each_of_its_forms(tmp_path, h):
    load(
        tmp_path,
        h,
        "NEURON { SUFFIX ft RANGE y }\nASSIGNED { v y }\nINITIAL { y = tau(v) }\n"
        "FUNCTION_TABLE tau(v)\nFUNCTION_TABLE two(a, b)\n",
    )
    with pytest.raises(ranvier.Error, match="table_tau_ft"):
        h.tau_ft(1)
    h.table_tau_ft(h.Vector([1, 5, 2, 7]), h.Vector([0, 1, 1, 3]))
    assert [h.tau_ft(x) for x in (-1, 0.5, 1, 2, 4)] == [1, 3, 2, 4.5, 7]
    y = h.Vector([9, 1, 5, 2, 7])
    h.table_tau_ft(y._ref_x[1], 4, 0, 3)
    assert [h.tau_ft(x) for x in (-1, 0.5, 1, 1.5, 4)] == [1, 3, 5, 3.5, 7]
    h.table_tau_ft(9.25)
    assert h.tau_ft(-3) == 9.25
    surface = h.Vector([0, 1, 2, 10, 11, 12])
    h.table_two_ft(surface._ref_x[0], 2, 0, 1, 3, 0, 2)
    assert h.two_ft(0.25, 0.5) == 3
    soma = h.Section()
    soma.insert("ft")
    h.finitialize(-65)
    assert soma(0.5).ft.y == 9.25
    h.table_tau_ft(3)
    h.finitialize(-65)
    assert soma(0.5).ft.y == 3
    with pytest.raises(ranvier.Error, match="as many x as y"):
        h.table_tau_ft(h.Vector([1, 2]), h.Vector([1]))
    with pytest.raises(ranvier.Error, match="at most 2"):
        h.table_tau_ft(y._ref_x[3], 4, 0, 3)
    with pytest.raises(TypeError):
        h.table_tau_ft(1, 2, 3)


def test_random_variables_are_streams(tmp_path, h):
    load(
        tmp_path,
        h,
        "NEURON { SUFFIX rnd RANGE a RANDOM r, q }\nASSIGNED { a }\nINITIAL { a = random_uniform(r) }",
    )
    load(tmp_path, h, "NEURON { POINT_PROCESS Rpp RANDOM r }\n", "rpp.mod")
    soma = h.Section()
    soma.nseg = 2
    soma.insert("rnd")
    point = h.Rpp(soma(0.5))
    ids = [[list(x.get_ids()) for x in (seg.rnd.r, seg.rnd.q)] for seg in soma]
    assert ids == [[[1, 0, 3], [1, 0, 4]], [[1, 0, 1], [1, 0, 2]]]
    assert list(point.r.get_ids()) == [1, 0, 5]
    stream = soma(0.25).rnd.r
    stream.set_ids(11, 22, 0)
    h.finitialize(-65)
    assert soma(0.25).rnd.a == pytest.approx(0.6669347789914033, abs=1e-15)
    assert stream.get_seq() == 1
    stream.set_seq(5)
    assert [stream.uniform() for _ in range(2)] == pytest.approx([0.6555547417012149, 0.2801227480452222])
    assert stream.get_seq() == 7
    stream.set_ids(-1, 2.9, 5e9)
    assert list(stream.get_ids()) == [4294967295, 2, 705032704]
    del point
    soma.uninsert("rnd")
    with pytest.raises(ranvier.Error, match="is gone"):
        stream.get_seq()


def test_a_function_that_calls_itself(tmp_path, h):
    load(
        tmp_path,
        h,
        "NEURON { SUFFIX rec RANGE k, y, calls }\nPARAMETER { k = 2 }\nASSIGNED { y calls v }\n"
        "INITIAL { calls = 0 y = sum(5) }\n"
        "BREAKPOINT { y = sum(3) }\n"
        "FUNCTION sum(n) { calls = calls + 1\n if (n <= 0) { sum = 0 } else { sum = k*n + sum(n - 1) } }\n"
        "FUNCTION endless(n) { if (n < 0) { endless = 0 } else { endless = endless(n + 1) } }\n",
    )
    soma = h.Section()
    soma.nseg = 11
    soma.insert("rec")
    for i, seg in enumerate(soma):
        seg.rec.k = i
    h.finitialize(-65)
    assert [seg.rec.y for seg in soma] == [15 * i for i in range(11)]
    assert [seg.rec.calls for seg in soma] == [6] * 11
    h.fadvance()
    assert [seg.rec.y for seg in soma] == [6 * i for i in range(11)]
    assert soma(0.5).rec.sum(4) == 10 * soma(0.5).rec.k
    with pytest.raises(ranvier.Error, match="too deep"):
        soma(0.5).rec.endless(1)
    assert soma(0.5).rec.sum(1) == soma(0.5).rec.k
