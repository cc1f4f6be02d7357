: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX tbf RANGE y }
PARAMETER { lo = -10 hi = 10 }
ASSIGNED { v y }
INITIAL { y = f(v/10) }
BREAKPOINT { y = f(v/10) }
FUNCTION f(x) {
    TABLE DEPEND lo, hi FROM lo TO hi WITH 8
    f = x*x*x + 2
}
