: SPDX-License-Identifier: BSD-3-Clause
: functions and procedures called from the interpreter
NEURON { SUFFIX hfn RANGE gain, acc }
PARAMETER { gain = 2 }
ASSIGNED { v acc }
FUNCTION scaled(x, y) { scaled = gain*x + y }
FUNCTION pure(x) { pure = x*x }

PROCEDURE bump(by) { acc = acc + by*gain }
FUNCTION fact(n) { if (n <= 1) { fact = 1 } else { fact = n*fact(n-1) } }
