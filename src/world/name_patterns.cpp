// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/world/name_patterns.hpp"

#include <utility>

namespace ranvier::world {

Pattern name_pattern(std::string_view pattern, std::string object) {
    std::string out;
    for (const char c : pattern) switch (c) {
        case '[': out += "\\["; break;
        case ']': out += "\\]"; break;
        case '<': out += '['; break;
        case '>': out += ']'; break;
        default: out += c;
        }
    return Pattern(out, std::move(object));
}

} // namespace ranvier::world
