: SPDX-License-Identifier: BSD-3-Clause
: A pool that follows the current.
NEURON { SUFFIX wcf USEION ca READ ica, cai WRITE cai RANGE k, c0 }
PARAMETER { k = 0.1 c0 = 2e-4 }
ASSIGNED { ica cai }
STATE { c }
INITIAL { c = c0 cai = c }
BREAKPOINT { SOLVE pool METHOD cnexp }
DERIVATIVE pool { c' = -(1e2)*ica - k*(c - c0) cai = c }
