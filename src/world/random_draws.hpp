// SPDX-License-Identifier: BSD-3-Clause
// Streams of mechanisms that are what a Random of the interpreter draws: what NetStim.noiseFromRandom makes of any generator.
#pragma once

#include "ranvier/model/model.hpp"
#include "ranvier/world/classes/random_object.hpp"

namespace ranvier::world {

/// From now on the NetStim's numbers are what the Random draws, from which others may draw, too. They end with the Random,
/// which the caller keeps.
void draw_from(const model::PointProcess& stim, const std::shared_ptr<classes::RandomObject>& random);

/// What a stream draws from: the Random, and the number that it gave last with its place, for which kernels may ask once more.
struct Draws {
    std::shared_ptr<classes::RandomObject> random; ///< null if it is gone
    double place = -1, value = 0;
};
/// The column of a type's stream that may be a Random's; -1 if it has none.
[[nodiscard]] int column_of_draws(const model::MechanismType& type);
/// @param number  what stands in that column
[[nodiscard]] Draws draws_of(double number);
/// A number for that column; the stream goes on from what was drawn.
[[nodiscard]] double number_of(const Draws& draws);

} // namespace ranvier::world
