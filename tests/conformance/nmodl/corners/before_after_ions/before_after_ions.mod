: SPDX-License-Identifier: BSD-3-Clause
: Blocks before and after the phases, with an ion among what they read and write.
NEURON {
    SUFFIX bai
    USEION k READ ik, ki WRITE ki
    RANGE seen, n, steps, before, after, init
}
PARAMETER { init = 40 }
ASSIGNED { v ik ki seen n steps before after }
STATE { x }
BEFORE INITIAL { n = 1 x = 7 seen = 0 }
INITIAL { ki = init + x x = 2 steps = 0 before = 0 after = 0 }
AFTER INITIAL { n = n*10 + ki/100 }
BEFORE BREAKPOINT { before = before + ik }
BREAKPOINT { SOLVE st METHOD cnexp }
DERIVATIVE st { x' = -x/2 ki = init + x }
AFTER SOLVE { after = after + x seen = ki }
BEFORE STEP { steps = steps + 1 if (t > 0.3) { n = n + t } }
