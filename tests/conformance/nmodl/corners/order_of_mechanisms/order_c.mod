: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX oc USEION ca READ cai WRITE cai RANGE factor, before }
PARAMETER { factor = 1.5 }
ASSIGNED { v cai before }
INITIAL { cai = cai*2 }
BREAKPOINT { SOLVE scale }
PROCEDURE scale() { before = cai cai = cai*factor }
