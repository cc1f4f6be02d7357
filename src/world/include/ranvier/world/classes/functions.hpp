// SPDX-License-Identifier: BSD-3-Clause
// Builtin functions and constants of the top level: each is declared once, as constant data, as the classes are.
#pragma once

#include <optional>
#include <span>
#include <string_view>

#include "ranvier/hoc/object.hpp"

namespace ranvier::world {

class World;

namespace classes {

struct Function {
    std::string_view name;
    std::string_view signature; ///< "(x) -> float"
    std::string_view summary;
    hoc::Value (*call)(World& world, const hoc::Arguments& arguments);
    bool takes_section = false; ///< works on the current section
};

struct Constant {
    std::string_view name;
    std::string_view unit;
    std::string_view summary;
    double (*value)(World& world); ///< of these some follow the choice of unit constants
};

[[nodiscard]] std::span<const Function> math_functions();
[[nodiscard]] std::span<const Function> text_functions();
[[nodiscard]] std::span<const Function> random_functions();
[[nodiscard]] std::span<const Function> section_functions();
[[nodiscard]] std::span<const Function> panel_functions();
[[nodiscard]] std::span<const Function> old_graph_functions();
[[nodiscard]] std::span<const Function> minimisation_functions();
[[nodiscard]] std::span<const Function> settled_functions();
[[nodiscard]] std::span<const Function> old_stimulus_functions();
[[nodiscard]] std::span<const Function> batch_functions();
/// All of them, list by list.
[[nodiscard]] std::span<const std::span<const Function>> function_lists();
[[nodiscard]] std::span<const Constant> constants();
/// Null if there is none of this name.
[[nodiscard]] const Function* find_function(std::string_view name);
[[nodiscard]] const Constant* find_constant(std::string_view name);

} // namespace classes
} // namespace ranvier::world
