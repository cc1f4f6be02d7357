// SPDX-License-Identifier: BSD-3-Clause
// The kinds of files that worlds write. Private to world.
#pragma once

#include "ranvier/checkpoint/container.hpp"

namespace ranvier::world {

/// A new version for each change of what stands in the sections.
inline constexpr checkpoint::Kind kCheckpoint{"RVWORLD\n", 5, "a checkpoint of Ranvier"};
/// The state of a model that its program builds again: SaveState, BBSaveState.
inline constexpr checkpoint::Kind kSavedState{"RVSTATE\n", 2, "a saved state of Ranvier"};

} // namespace ranvier::world
