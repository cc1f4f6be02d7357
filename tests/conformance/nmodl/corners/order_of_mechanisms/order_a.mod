: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX oa USEION ca READ cai WRITE cai RANGE add, before }
PARAMETER { add = 1e-4 }
ASSIGNED { v cai before }
INITIAL { cai = 1e-4 }
BREAKPOINT { SOLVE bump }
PROCEDURE bump() { before = cai cai = cai + add }
