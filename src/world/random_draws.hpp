// SPDX-License-Identifier: BSD-3-Clause
// Streams of mechanisms that are what a Random of the interpreter draws: what NetStim.noiseFromRandom makes of any generator.
#pragma once

#include "ranvier/model/model.hpp"
#include "ranvier/world/classes/random_object.hpp"

namespace ranvier::world {

/// From now on the NetStim's numbers are what the Random draws, from which others may draw, too. They end with the Random,
/// which the caller keeps.
void draw_from(const model::PointProcess& stim, const std::shared_ptr<classes::RandomObject>& random);

} // namespace ranvier::world
