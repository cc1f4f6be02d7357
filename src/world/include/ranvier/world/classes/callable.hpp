// SPDX-License-Identifier: BSD-3-Clause
// An object that can be called, where a class takes a function: of Python, or of hoc.
#pragma once

#include <functional>
#include <memory>
#include <span>
#include <string_view>

#include "ranvier/hoc/object.hpp"

namespace ranvier::world {

class World;

namespace classes {

class Callable : public hoc::Object {
  public:
    using Object::Object;
    [[nodiscard]] virtual hoc::Value call(std::span<const hoc::Value> arguments) = 0;
    /// What calls it without arguments from inside a run of a world; throws if it cannot be called so. `where` asks for it.
    [[nodiscard]] virtual std::function<void()> action(World& world, std::string_view where) = 0;
    /// The object as another process would get it.
    [[nodiscard]] virtual std::shared_ptr<Callable> sent() const = 0;
};

/// A builtin function of one number by its name; empty if there is none.
[[nodiscard]] std::function<double(double)> number_function(std::string_view name);

} // namespace classes
} // namespace ranvier::world
