: SPDX-License-Identifier: BSD-3-Clause
: Fourth order steps; time is used inside the block.
NEURON { SUFFIX rgp RANGE calls }
ASSIGNED { v calls }
STATE { x p }
INITIAL { x = 0.4 p = 0 calls = 0 }
BREAKPOINT { SOLVE motion METHOD runge }
DERIVATIVE motion {
    calls = calls + 1
    x' = p
    p' = -sin(x) - 0.1*p + 0.2*cos(0.9*t)
}
