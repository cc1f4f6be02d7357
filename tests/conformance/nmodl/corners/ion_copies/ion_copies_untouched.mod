: SPDX-License-Identifier: BSD-3-Clause
: An ion's concentration as a STATE keeps the ion's own start value.
NEURON { SUFFIX icu USEION ca READ cai WRITE cai RANGE k }
STATE { cai (mM) }
ASSIGNED { k }
INITIAL { k = cai }
BREAKPOINT { SOLVE d METHOD cnexp }
DERIVATIVE d { cai' = 1e-3 }
