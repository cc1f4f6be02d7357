: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX exs GLOBAL rate }
PARAMETER { rate = 4 }
ASSIGNED { v }
STATE { z }
INITIAL { z = 0 }
BREAKPOINT { SOLVE st METHOD cnexp }
DERIVATIVE st { z' = rate }
