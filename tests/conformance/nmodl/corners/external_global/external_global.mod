: SPDX-License-Identifier: BSD-3-Clause
: Reads and writes a global of another mechanism.
NEURON { SUFFIX exg EXTERNAL rate_exs RANGE seen }
ASSIGNED { v seen rate_exs }
INITIAL { seen = rate_exs }
BREAKPOINT { SOLVE st METHOD cnexp }
STATE { x }
DERIVATIVE st { x' = rate_exs - x }
