// SPDX-License-Identifier: BSD-3-Clause
// Of the classes that take point processes.
#pragma once

#include "ranvier/model/model.hpp"
#include "ranvier/world/classes/builtin_class.hpp"
#include "ranvier/world/hoc_points.hpp"

namespace ranvier::world::classes {

extern const Declaration kMechanismStandardClass;

} // namespace ranvier::world::classes
