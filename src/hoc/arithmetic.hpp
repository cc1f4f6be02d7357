// SPDX-License-Identifier: BSD-3-Clause
// hoc's numbers: comparisons with a tolerance, a modulo that is never negative, errors instead of NaN.
#pragma once

#include <cmath>

#include "ranvier/base/error.hpp"

#include "code.hpp"

namespace ranvier::hoc {

[[nodiscard]] inline bool compare(Op op, double a, double b, double epsilon) {
    switch (op) {
    case Op::less: return a < b - epsilon;
    case Op::greater: return a > b + epsilon;
    case Op::less_equal: return a <= b + epsilon;
    case Op::greater_equal: return a >= b - epsilon;
    case Op::equal: return a >= b - epsilon && a <= b + epsilon;
    default: return a < b - epsilon || a > b + epsilon;
    }
}

[[nodiscard]] inline double divided(double a, double b) {
    if (b == 0) throw NumericsError("division by zero");
    return a / b;
}

[[nodiscard]] inline double modulo(double a, double b) {
    if (!(b > 0)) throw NumericsError("a % b needs b > 0");
    return a - b * std::floor(a / b);
}

[[nodiscard]] double raised(double a, double b);

} // namespace ranvier::hoc
