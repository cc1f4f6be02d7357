// SPDX-License-Identifier: BSD-3-Clause
// Names that an object of a template has beside those of its template: StringFunctions.alias gives it a name for a number or an
// object that stands elsewhere.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ranvier/hoc/object.hpp"

namespace ranvier::hoc {

struct Alias {
    PlacePtr number;  ///< if it is one
    ObjectPtr object; ///< else
};

/// @throws InputError  the object is none of a template
void set_alias(Object& object, std::string name, Alias alias);
void remove_alias(Object& object, std::string_view name);
void clear_aliases(Object& object);
/// Null if there is none. The template's own public names come first.
[[nodiscard]] const Alias* find_alias(Object& object, std::string_view name);
[[nodiscard]] std::vector<std::string> alias_names(Object& object);

} // namespace ranvier::hoc
