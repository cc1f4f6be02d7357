// SPDX-License-Identifier: BSD-3-Clause
// An object that can be called, where a class takes a function: of Python, or of hoc.
#pragma once

#include <functional>
#include <span>
#include <string_view>

#include "ranvier/hoc/object.hpp"

namespace ranvier::world::classes {

class Callable : public hoc::Object {
  public:
    using Object::Object;
    [[nodiscard]] virtual hoc::Value call(std::span<const hoc::Value> arguments) = 0;
};

/// A builtin function of one number by its name; empty if there is none.
[[nodiscard]] std::function<double(double)> number_function(std::string_view name);

} // namespace ranvier::world::classes
