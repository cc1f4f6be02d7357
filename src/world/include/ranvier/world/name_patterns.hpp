// SPDX-License-Identifier: BSD-3-Clause
// Patterns for the names of sections and objects, where brackets are part of names: "dend[1]" means that section, and < > stand
// around the characters of a set: "dend[<1-3>]".
#pragma once

#include <string>
#include <string_view>

#include "ranvier/base/pattern.hpp"

namespace ranvier::world {

/// `object` is what messages name. @throws InputError  this is no pattern
[[nodiscard]] Pattern name_pattern(std::string_view pattern, std::string object = {});

} // namespace ranvier::world
