// SPDX-License-Identifier: BSD-3-Clause
// What CVode.record has begun, for others who record into the same Vector.
#pragma once

#include "ranvier/state/numbers.hpp"

namespace ranvier::world {

class World;

namespace classes {

/// Ends it; nothing if there is none.
void end_step_record(World& world, const state::NumbersPtr& values);

} // namespace classes
} // namespace ranvier::world
