// SPDX-License-Identifier: BSD-3-Clause
// The elementary functions of the language, each defined once over an algebra (algebra.hpp): exp(a, x), pow(a, x, y), ...
// Plain numbers: scalar_functions.hpp.
//
// Largest errors met by the tests, in units in the last place of the correctly rounded result (0.5 is the best there is;
// subnormal results, overflow, infinities, NaN and signed zeros included; each stays below 1):
//   exp 0.98 (1.5e8 points)   expm1 0.85   log 0.84   log10 0.501   pow 0.77   sqrt 0.5   fabs, floor, ceil, fmod 0
//   sin, cos 0.73   tan 0.86   asin, acos 0.62   atan 0.60   atan2 0.75   sinh 0.71   cosh 0.69   tanh 0.66
//   erf 0.86   factorial 0.5
// exp_capped has the bits of exp between its caps. All but the rare arguments beyond 2^28 of sin, cos, tan and the loops of
// fmod and factorial are straight lines of operations and selects.
#pragma once

#include "ranvier/math/exponential.hpp"
#include "ranvier/math/hyperbolic.hpp"
#include "ranvier/math/inverse_trigonometric.hpp"
#include "ranvier/math/logarithm.hpp"
#include "ranvier/math/other_functions.hpp"
#include "ranvier/math/trigonometric.hpp"
