// SPDX-License-Identifier: BSD-3-Clause
// CVode's members that record. Private to world.
#pragma once

#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

hoc::Value record_steps(hoc::Object& o, const hoc::Arguments& a);
hoc::Value record_no_more(hoc::Object& o, const hoc::Arguments& a);

} // namespace ranvier::world::classes
