// SPDX-License-Identifier: BSD-3-Clause
// Classes about events, runs, processes and mechanisms that nobody but their own functions looks into.
#pragma once

#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

extern const Declaration kCVodeClass;
extern const Declaration kFInitializeHandlerClass;
extern const Declaration kKsChannelClass, kKsGateClass, kKsStateClass, kKsTransitionClass;
extern const Declaration kMechanismTypeClass;
extern const Declaration kParallelContextClass;
extern const Declaration kPatternStimClass;
extern const Declaration kStateTransitionEventClass;

} // namespace ranvier::world::classes
