// SPDX-License-Identifier: BSD-3-Clause
// A template that is begun inside another one is known there only. The outer one's scope holds it, and the inner one's scope the
// outer, under names that no program can write.
#pragma once

#include <string>

#include "templates.hpp"

namespace ranvier::hoc {

inline constexpr std::string_view kAround = "(around)";

/// The template that `type` was begun in; null if there is none.
[[nodiscard]] inline TemplateClass* around(const TemplateClass& type) {
    const Symbol* symbol = type.scope.find(kAround);
    return symbol ? symbol->type.get() : nullptr;
}

/// A template of this name that was begun inside `owner`, or inside one around it; null if there is none.
[[nodiscard]] inline Symbol* find_inner(const TemplateClass* owner, const std::string& name) {
    for (; owner; owner = around(*owner))
        if (Symbol* found = owner->scope.find("." + name)) return found;
    return nullptr;
}

} // namespace ranvier::hoc
