: SPDX-License-Identifier: BSD-3-Clause
: A second writer, registered later and so evaluated first; it sees what the reversal potential is once INITIAL has written.
NEURON { SUFFIX wcs USEION ca READ cai, eca WRITE cai, cao RANGE q, seen, eseen }
PARAMETER { q = 0.02 }
ASSIGNED { seen eseen cai cao eca }
STATE { z }
INITIAL { seen = cai eseen = eca z = cai cao = 1.5 cai = 3e-4 }
BREAKPOINT { SOLVE drift METHOD cnexp }
DERIVATIVE drift { z' = q*(cai - z) cao = 1.5 cai = cai*0.999 + z*0.001 }
