// SPDX-License-Identifier: BSD-3-Clause
// Streams of RANDOM variables that are none of Random123's: somebody else gives their numbers.
#pragma once

#include <optional>

#include "ranvier/base/error.hpp"

namespace ranvier::engine {

/// A stream whose first id is this and n more is stream n of somebody else: ids of Random123 have 32 bits.
inline constexpr double kOtherStreams = 1099511627776.0;

/// What a stream of somebody else gives at a place; asked twice for one place it answers the same, the places rise. Called by
/// whatever thread runs the mechanism. An error goes to the last argument.
using OtherStreams = double (*)(double number, double place, std::optional<ErrorParts>& error);

/// For the process, whose streams have different numbers in all worlds.
void set_other_streams(OtherStreams answer);

} // namespace ranvier::engine
