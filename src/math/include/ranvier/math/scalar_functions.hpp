// SPDX-License-Identifier: BSD-3-Clause
// The functions of functions.hpp for plain numbers, compiled once for this CPU's best instruction set (same bits on each).
// For the interpreter, constant folding and tables; generated code has them inline.
#pragma once

namespace ranvier::math {

[[nodiscard]] double exp(double x) noexcept;
[[nodiscard]] double exp_capped(double x) noexcept; ///< NMODL's exp: 0 below -700, exp(700) above 700
[[nodiscard]] double expm1(double x) noexcept;
[[nodiscard]] double log(double x) noexcept;
[[nodiscard]] double log10(double x) noexcept;
[[nodiscard]] double pow(double x, double y) noexcept;
[[nodiscard]] double sqrt(double x) noexcept;
[[nodiscard]] double fabs(double x) noexcept;
[[nodiscard]] double sin(double x) noexcept;
[[nodiscard]] double cos(double x) noexcept;
[[nodiscard]] double tan(double x) noexcept;
[[nodiscard]] double asin(double x) noexcept;
[[nodiscard]] double acos(double x) noexcept;
[[nodiscard]] double atan(double x) noexcept;
[[nodiscard]] double atan2(double y, double x) noexcept;
[[nodiscard]] double sinh(double x) noexcept;
[[nodiscard]] double cosh(double x) noexcept;
[[nodiscard]] double tanh(double x) noexcept;
[[nodiscard]] double floor(double x) noexcept;
[[nodiscard]] double ceil(double x) noexcept;
[[nodiscard]] double fmod(double x, double y) noexcept;
[[nodiscard]] double erf(double x) noexcept;
[[nodiscard]] double factorial(double x) noexcept;

} // namespace ranvier::math
