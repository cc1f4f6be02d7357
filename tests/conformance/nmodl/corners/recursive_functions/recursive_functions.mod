: SPDX-License-Identifier: BSD-3-Clause
: Functions that call themselves and one another.
NEURON { SUFFIX rec RANGE a, b, c, depth }
PARAMETER { depth = 10 }
ASSIGNED { v a b c }
INITIAL { a = fib(depth) b = even(depth) c = power(1.1, depth) }
BREAKPOINT { c = c }
FUNCTION fib(n) {
    if (n < 2) { fib = n } else { fib = fib(n - 1) + fib(n - 2) }
}
FUNCTION even(n) {
    if (n == 0) { even = 1 } else { even = odd(n - 1) }
}
FUNCTION odd(n) {
    if (n == 0) { odd = 0 } else { odd = even(n - 1) }
}
FUNCTION power(x, n) {
    LOCAL half
    if (n <= 0) {
        power = 1
    } else {
        half = power(x, floor(n/2))
        power = half*half
        if (fmod(n, 2) == 1) { power = power*x }
    }
}
