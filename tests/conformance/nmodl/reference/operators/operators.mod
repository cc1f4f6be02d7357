: SPDX-License-Identifier: BSD-3-Clause
: precedence and associativity
NEURON { SUFFIX ops RANGE r }
ASSIGNED { r[24] }
INITIAL {
    LOCAL a, b, c
    a = 2 b = 3 c = -4
    r[0] = 2^3^2
    r[1] = -a^2
    r[2] = (-a)^2
    r[3] = a^-b
    r[4] = 2*a^b + 1
    r[5] = 7/2/2
    r[6] = 7 - 2 - 2
    r[7] = a - -b
    r[8] = 1/2*4
    r[9] = a < b
    r[10] = a < b && c > 0
    r[11] = a < b || c > 0
    r[12] = !(a < b)
    r[13] = !a + 1
    r[14] = a == 2
    r[15] = a != 2
    r[16] = a + b > c*2
    r[17] = 5 < 4 < 3
    r[18] = -a*b^2/c
    r[19] = 1e3 + .5e-1 + 2.E+1
    r[20] = a >= 2 && b <= 3 || c == 0
    r[21] = 0 || 0 && 1 || 1
    r[22] = fmod(-7, 3) + fabs(c)
    r[23] = a*-c
}
