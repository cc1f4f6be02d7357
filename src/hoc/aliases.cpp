// SPDX-License-Identifier: BSD-3-Clause
#include "ranvier/hoc/aliases.hpp"

#include "ranvier/base/error.hpp"

#include "templates.hpp"

namespace ranvier::hoc {
namespace {

TemplateObject& of_template(Object& object) {
    if (auto* made = dynamic_cast<TemplateObject*>(&object)) return *made;
    throw InputError({.what = "only objects of templates have aliases",
                      .object = object.name(),
                      .value = {},
                      .allowed = {},
                      .hint = {}});
}

} // namespace

void set_alias(Object& object, std::string name, Alias alias) {
    auto& made = of_template(object);
    if (!made.aliases) made.aliases = std::make_unique<std::map<std::string, Alias, std::less<>>>();
    (*made.aliases)[std::move(name)] = std::move(alias);
}

void remove_alias(Object& object, std::string_view name) {
    auto& made = of_template(object);
    if (!made.aliases) return;
    if (const auto at = made.aliases->find(name); at != made.aliases->end()) made.aliases->erase(at);
}

void clear_aliases(Object& object) { of_template(object).aliases.reset(); }

const Alias* find_alias(Object& object, std::string_view name) {
    auto* made = dynamic_cast<TemplateObject*>(&object);
    if (!made || !made->aliases || made->type().find(name)) return nullptr;
    const auto found = made->aliases->find(name);
    return found == made->aliases->end() ? nullptr : &found->second;
}

std::vector<std::string> alias_names(Object& object) {
    std::vector<std::string> out;
    if (const auto& made = of_template(object); made.aliases)
        for (const auto& [name, alias] : *made.aliases) out.push_back(name);
    return out;
}

} // namespace ranvier::hoc
