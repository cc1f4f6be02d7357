: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX ob USEION ca READ cai RANGE seen, first }
ASSIGNED { v cai seen first }
INITIAL { first = cai }
BREAKPOINT { SOLVE look }
PROCEDURE look() { seen = cai }
