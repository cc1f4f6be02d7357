: SPDX-License-Identifier: BSD-3-Clause
: Constants of the file; one is changed by the file itself.
NEURON { SUFFIX cas RANGE a, b }
CONSTANT { base = 3.5 (mV) half = 0.5 }
PARAMETER { a = -1 }
ASSIGNED { v b }
INITIAL {
    b = base*half
    half = half + 1
}
BREAKPOINT { b = b }
FUNCTION third() { third = base/3 + half }
