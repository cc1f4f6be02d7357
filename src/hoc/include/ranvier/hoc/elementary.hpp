// SPDX-License-Identifier: BSD-3-Clause
// The mathematical functions of hoc and of the top level that Python sees: one table for both. They are the C library's, so
// that results are those of other programs to the bit.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "ranvier/hoc/object.hpp"

namespace ranvier::hoc {

struct Elementary {
    std::string_view name, summary;
    double (*value)(double x);
};

[[nodiscard]] std::span<const Elementary> elementary_functions();
/// Null if there is none of this name.
[[nodiscard]] const Elementary* find_elementary(std::string_view name);

/// The value at x. Outside of its domain a function is a NumericsError; infinity out of finite numbers, and exp beyond 700,
/// which is taken as exp(700), is told to `warn`, if there is one.
[[nodiscard]] double evaluate(const Elementary& function, double x,
                              const std::function<void(std::string_view)>& warn = {});
/// atan2(y, x).
[[nodiscard]] double angle(const Arguments& arguments);
/// The same of the one argument of a call.
[[nodiscard]] double evaluate(const Elementary& function, const Arguments& arguments,
                              const std::function<void(std::string_view)>& warn);

} // namespace ranvier::hoc
