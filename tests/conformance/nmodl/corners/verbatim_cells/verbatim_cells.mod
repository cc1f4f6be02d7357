: SPDX-License-Identifier: BSD-3-Clause
: C in NET_RECEIVE: weights, flag, events of its own
NEURON { ARTIFICIAL_CELL VCell RANGE n, m, last, gap }
PARAMETER { gap = 2 (ms) }
ASSIGNED { n m last }
INITIAL { n = 0 m = 0 last = 0 net_send(1, 1) }
NET_RECEIVE(w, u) {
    INITIAL { u = 5 }
    if (flag == 0) {
        VERBATIM
        n += _args[0];
        _args[1] += 1.0;
        last = _args[1];
        ENDVERBATIM
    } else {
        VERBATIM
        m = m + _lflag * 10.0 + t;
        if (_lflag < 1.5) {
            net_send(_tqitem, _args, _pnt, t + gap, 2.0);
        } else {
            net_event(_pnt, t);
        }
        ENDVERBATIM
    }
}
