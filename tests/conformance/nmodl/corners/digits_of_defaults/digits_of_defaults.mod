: SPDX-License-Identifier: BSD-3-Clause
: Numbers with more digits than NEURON keeps: it writes defaults with six of them, and CONSTANTs, factors and code with all.
NEURON { SUFFIX dod NONSPECIFIC_CURRENT i RANGE g, large, small, sum GLOBAL shared, size }
UNITS { (mV) = (millivolt) (mA) = (milliamp) factor = 1.23456789 (1) }
DEFINE COUNT 1234567
CONSTANT { fixed = 0.987654321 }
PARAMETER {
    g = 0.000123456789 (S/cm2)
    large = 123456789
    small = -9.87654321e-7
    shared = 31.4159265
    size = COUNT
    hidden = 2.718281828459
}
ASSIGNED { v (mV) i (mA/cm2) sum }
STATE { a START 0.123456789 b FROM 0 TO 5 START 1.99999951 }
BREAKPOINT { SOLVE st METHOD cnexp i = g*(v + 60.123456789) sum = fixed*factor + hidden }
DERIVATIVE st { a' = -a/shared b' = 0.123456789 - b*hidden }
