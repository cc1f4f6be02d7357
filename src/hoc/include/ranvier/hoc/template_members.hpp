// SPDX-License-Identifier: BSD-3-Clause
// Members of objects for languages in which it is no rule that only public names of a template can be reached.
#pragma once

#include <string_view>

#include "ranvier/hoc/object.hpp"

namespace ranvier::hoc {

/// As Class::find, and of a template also its own names that are not public. Null if there is none.
[[nodiscard]] const Member* find_any_member(const Class& type, std::string_view name);

} // namespace ranvier::hoc
