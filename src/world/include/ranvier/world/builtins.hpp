// SPDX-License-Identifier: BSD-3-Clause
// The one table of what `h` offers beside mechanisms: functions, numbers and classes with their members. hoc, Python, the
// documentation and the page read it; nobody declares these names a second time.
#pragma once

#include <span>
#include <string_view>

namespace ranvier::world {

enum class BuiltinKind : unsigned char { function, number, type };

struct BuiltinMember {
    std::string_view name;
    std::string_view signature; ///< "(x, y) -> float"; of an attribute its unit in brackets: "[ms]"
    std::string_view summary;   ///< one line
};

struct Builtin {
    BuiltinKind kind;
    std::string_view name;
    std::string_view signature;
    std::string_view unit; ///< of a number or a returned quantity
    std::string_view summary;
    std::span<const BuiltinMember> members; ///< of a type
};

[[nodiscard]] std::span<const Builtin> builtins();
/// Null if there is none of this name.
[[nodiscard]] const Builtin* find_builtin(std::string_view name);

} // namespace ranvier::world
