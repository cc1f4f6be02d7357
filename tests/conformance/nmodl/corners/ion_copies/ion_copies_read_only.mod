: SPDX-License-Identifier: BSD-3-Clause
: Assigns a reversal potential that it only reads: its own copy, until the next block.
NEURON { SUFFIX ico USEION na READ ena WRITE ina RANGE a, b, c }
ASSIGNED { v ina ena a b c }
STATE { s }
INITIAL { a = ena ena = 33 s = 0 }
BREAKPOINT { SOLVE d METHOD cnexp
    b = ena
    ina = 0.0001*(v - ena)
    lower()
    c = ena
}
PROCEDURE lower() { ena = ena - 1 }
DERIVATIVE d { s' = ena }
