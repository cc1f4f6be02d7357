: SPDX-License-Identifier: BSD-3-Clause
NEURON { SUFFIX bim RANGE r }
PARAMETER { x = 0.37 }
ASSIGNED { r[26] }
INITIAL {
    r[0] = exp(x)
    r[1] = log(x)
    r[2] = log10(x)
    r[3] = sqrt(x)
    r[4] = pow(x, 2.5)
    r[5] = fabs(-x)
    r[6] = sin(x)
    r[7] = cos(x)
    r[8] = tan(x)
    r[9] = asin(x)
    r[10] = acos(x)
    r[11] = atan(x)
    r[12] = atan2(-x, -1)
    r[13] = sinh(x)
    r[14] = cosh(x)
    r[15] = tanh(x)
    r[16] = floor(-x)
    r[17] = ceil(x)
    r[18] = fmod(7.5, 2)
    r[19] = erf(x)
    r[20] = exp(-800)
    r[21] = exp(-699)
    r[22] = factorial(5)
    r[23] = x^0.5
    r[24] = exp(699.5)
    r[25] = exp(800)
}
