: SPDX-License-Identifier: BSD-3-Clause
: Roots by bisection, greatest common divisors, nested branches.
NEURON { SUFFIX lab RANGE root, steps, g, kind, x }
PARAMETER { x = 2 }
ASSIGNED { v root steps g kind }
INITIAL {
    bisect(x)
    g = gcd(x*12, 18)
    kind = sort(x, v)
}
BREAKPOINT { kind = kind }
PROCEDURE bisect(c) {
    LOCAL lo, hi, mid
    lo = 0
    hi = c + 1
    steps = 0
    WHILE (hi - lo > 1e-9) {
        mid = (lo + hi)/2
        IF (mid*mid > c) {
            hi = mid
        } ELSE {
            lo = mid
        }
        steps = steps + 1
    }
    root = (lo + hi)/2
}
FUNCTION gcd(a, b) {
    LOCAL r
    while (b > 0) {
        r = fmod(a, b)
        a = b
        b = r
    }
    gcd = a
}
FUNCTION sort(a, b) {
    sort = 0
    if (a > 1) {
        if (a > 2 && b < 0) {
            if (a > 3 || b < -60) { sort = 5 } else { sort = 4 }
        } else if (!(b < -50)) {
            sort = 3
        } else {
            sort = 2
        }
    } else if (a == 1 && b != -65) {
        sort = 1
    }
    { LOCAL sort_ sort_ = 10 sort = sort + sort_ }
}
