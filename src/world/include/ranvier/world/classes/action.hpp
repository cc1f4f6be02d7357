// SPDX-License-Identifier: BSD-3-Clause
// What a user gives to be called during a run: a statement of hoc, or something that can be called.
#pragma once

#include <functional>

#include "ranvier/hoc/object.hpp"

namespace ranvier::world {

class World;

namespace classes {

/// Argument i: a statement (with the object whose template's names it uses as argument i + 1; else the object whose procedure
/// runs now), or a Callable.
/// @throws InputError  it is neither
[[nodiscard]] std::function<void()> action_argument(World& world, const hoc::Arguments& arguments,
                                                    std::size_t i);

} // namespace classes
} // namespace ranvier::world
