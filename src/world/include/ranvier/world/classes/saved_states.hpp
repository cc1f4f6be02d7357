// SPDX-License-Identifier: BSD-3-Clause
// SaveState and BBSaveState: the state of a run, put back later or by another process that builds the same model.
#pragma once

#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

extern const Declaration kSaveStateClass, kBbSaveStateClass;

} // namespace ranvier::world::classes
