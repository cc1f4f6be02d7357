// SPDX-License-Identifier: BSD-3-Clause
// Op::math, one function at a time.
#include "ranvier/mir/arithmetic.hpp"

#include "ranvier/base/error.hpp"
#include "ranvier/math/scalar_functions.hpp"

namespace ranvier::mir {

double apply(MathFunction f, double x, double y) {
    switch (f) {
    case MathFunction::exp: return math::exp_capped(x);
    case MathFunction::log: return math::log(x);
    case MathFunction::log10: return math::log10(x);
    case MathFunction::pow: return math::pow(x, y);
    case MathFunction::sqrt: return math::sqrt(x);
    case MathFunction::fabs: return math::fabs(x);
    case MathFunction::sin: return math::sin(x);
    case MathFunction::cos: return math::cos(x);
    case MathFunction::tan: return math::tan(x);
    case MathFunction::asin: return math::asin(x);
    case MathFunction::acos: return math::acos(x);
    case MathFunction::atan: return math::atan(x);
    case MathFunction::atan2: return math::atan2(x, y);
    case MathFunction::sinh: return math::sinh(x);
    case MathFunction::cosh: return math::cosh(x);
    case MathFunction::tanh: return math::tanh(x);
    case MathFunction::floor: return math::floor(x);
    case MathFunction::ceil: return math::ceil(x);
    case MathFunction::fmod: return math::fmod(x, y);
    case MathFunction::erf: return math::erf(x);
    case MathFunction::factorial: return math::factorial(x);
    }
    throw InternalError("unknown math function");
}

} // namespace ranvier::mir
