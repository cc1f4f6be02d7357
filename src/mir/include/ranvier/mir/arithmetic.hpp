// SPDX-License-Identifier: BSD-3-Clause
// The exact meaning of every operation whose result is not plain IEEE: one definition for the interpreter and
// the constant folder, and the text that the LLVM back end follows instruction by instruction.
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>

#include "ranvier/mir/function.hpp"
#include "ranvier/mir/kernel_abi.h"

namespace ranvier::mir {

/// Integers wrap (two's complement).
[[nodiscard]] inline std::int64_t wrapped(std::uint64_t value) { return static_cast<std::int64_t>(value); }
[[nodiscard]] inline std::int64_t int_add(std::int64_t a, std::int64_t b) {
    return wrapped(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}
[[nodiscard]] inline std::int64_t int_sub(std::int64_t a, std::int64_t b) {
    return wrapped(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}
[[nodiscard]] inline std::int64_t int_mul(std::int64_t a, std::int64_t b) {
    return wrapped(static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b));
}
/// Truncates toward zero; x / 0 is 0; x / -1 is the wrapped negation.
[[nodiscard]] inline std::int64_t int_div(std::int64_t a, std::int64_t b) {
    if (b == 0) return 0;
    return b == -1 ? int_sub(0, a) : a / b;
}
/// Truncates toward zero; NaN and everything outside [-2^63, 2^63) give 0.
/// What a number that is no integer of 64 bits becomes: NaN, infinity, 1e30. No array has such an index.
inline constexpr std::int64_t kNoInteger = std::numeric_limits<std::int64_t>::min();
[[nodiscard]] inline std::int64_t f64_to_int(double x) {
    return x >= -9223372036854775808.0 && x < 9223372036854775808.0 ? static_cast<std::int64_t>(x)
                                                                    : kNoInteger;
}

/// Op::math. `y` is ignored by functions of one argument.
[[nodiscard]] double apply(MathFunction f, double x, double y);

/// Op::table_position: p = (x - low) * inverse_step; p <= 0 gives 0, p >= intervals gives intervals, NaN
/// stays.
[[nodiscard]] inline double table_position(const RvTable& table, double x) {
    const double p = (x - table.low) * table.inverse_step;
    if (p <= 0) return 0;
    return p >= table.intervals ? table.intervals : p;
}

/// Op::table_value: with f = floor(p), a and b the entries of rows f and f + 1, theta = p - f: a + theta * (b
/// - a); NaN p gives NaN. Row `intervals` + 1 is the row of zeros of kernel_abi.h, so p = intervals gives a.
[[nodiscard]] inline double table_value(const RvTable& table, std::int64_t column, double p) {
    const double f = std::floor(p);
    const std::int64_t row = std::isnan(p) ? 0 : static_cast<std::int64_t>(f);
    const double* a = table.rows + row * table.stride + column;
    const double theta = p - f;
    return a[0] + theta * (a[table.stride] - a[0]);
}

} // namespace ranvier::mir
