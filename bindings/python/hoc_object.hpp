// SPDX-License-Identifier: BSD-3-Clause
// Builtin classes as Python sees them: one Python type is made of each class's table.
#pragma once

#include <initializer_list>
#include <memory>
#include <string_view>

#include "hoc_values.hpp"
#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::python {

/// The Python type of a builtin class; made at its first use.
[[nodiscard]] nb::object type_of(const std::shared_ptr<world::classes::BuiltinClass>& type);

/// Gives a Python type the members of a class; those that `skip` names are the type's own.
void add_members(nb::handle type, const world::classes::Declaration& declaration,
                 std::initializer_list<std::string_view> skip = {});

void bind_hoc_object(nb::module_& m);

} // namespace ranvier::python
