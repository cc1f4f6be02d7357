# SPDX-License-Identifier: BSD-3-Clause
"""An artificial cell that keeps a Vector behind a POINTER and plays its times: C in the usual published style."""

import pytest

import ranvier

REPLAY = """
NEURON { ARTIFICIAL_CELL Replay RANGE at, due BBCOREPOINTER kept }
ASSIGNED { at due kept }
INITIAL { at = 0 follow() if (at > 0) { net_send(due - t, 1) } }
NET_RECEIVE (w) { if (flag == 1) { net_event(t) follow() if (at > 0) { net_send(due - t, 1) } } }
DESTRUCTOR {
VERBATIM
    if (_p_kept) hoc_obj_unref(*vector_pobj((void*)_p_kept));
ENDVERBATIM
}
PROCEDURE follow() {
VERBATIM
    {
        void* times = (void*)_p_kept;
        int i = (int)at;
        if (times && i >= 0 && i < vector_capacity(times)) {
            due = vector_vec(times)[i];
            at += 1;
        } else {
            at = -1;
        }
    }
ENDVERBATIM
}
PROCEDURE play() {
VERBATIM
    {
        void** slot = (void**)(&_p_kept);
        void* given = ifarg(1) ? (void*)vector_arg(1) : NULL;
        if (given) hoc_obj_ref(*vector_pobj(given));
        if (*slot) hoc_obj_unref(*vector_pobj(*slot));
        *slot = given;
    }
ENDVERBATIM
}
VERBATIM
static void unused_here(double* x, int* offset, _threadargsproto_) { (void)x; (void)offset; }
ENDVERBATIM
"""


def test_times_from_a_vector(h):
    try:
        h._world._load_mechanism_text("Replay.mod", REPLAY)
        cell = h.Replay()
        cell.play(h.Vector([1, 2.5, 7]))
    except ranvier.StateError as error:
        pytest.skip(f"no C in this build: {error}")
    link = h.NetCon(cell, None)
    times = h.Vector()
    link.record(times)
    h.Section(name="s")
    for _ in range(2):
        h.finitialize(-65)
        h.continuerun(10)
        assert list(times) == [1, 2.5, 7]
    cell.play()
    h.finitialize(-65)
    h.continuerun(10)
    assert list(times) == []
    del cell
