// SPDX-License-Identifier: BSD-3-Clause
// Every number that a user can read of a world, by name, and comparison to the bit.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ranvier/world/world.hpp"

namespace ranvier::test {

/// v of all nodes, every variable of every mechanism and point process, t.
using Snapshot = std::vector<std::pair<std::string, double>>;

[[nodiscard]] Snapshot snapshot(world::World& world);

/// "" if both hold the same names and bits, else the first difference and how many there are.
[[nodiscard]] std::string difference(const Snapshot& expected, const Snapshot& actual);
[[nodiscard]] std::string difference(const std::vector<double>& expected, const std::vector<double>& actual);

/// Gives `to` all numbers of `from`, a world built in the same way: v, states, parameters, t and dt.
void copy_numbers(world::World& from, world::World& to);

} // namespace ranvier::test
