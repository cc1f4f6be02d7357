// SPDX-License-Identifier: BSD-3-Clause
// The list of builtin classes, in the order in which they are shown.
#pragma once

#include <array>

#include "ranvier/world/classes/file.hpp"
#include "ranvier/world/classes/list.hpp"
#include "ranvier/world/classes/matrix.hpp"
#include "ranvier/world/classes/netcon.hpp"
#include "ranvier/world/classes/network.hpp"
#include "ranvier/world/classes/nmodl_random.hpp"
#include "ranvier/world/classes/points.hpp"
#include "ranvier/world/classes/random_object.hpp"
#include "ranvier/world/classes/saved_states.hpp"
#include "ranvier/world/classes/sections.hpp"
#include "ranvier/world/classes/small.hpp"
#include "ranvier/world/classes/vector.hpp"
#include "ranvier/world/classes/windows.hpp"

namespace ranvier::world::classes {

inline constexpr std::array kClassList = {
    &kVectorClass,
    &kMatrixClass,
    &kRandomClass,
    &kNmodlRandomClass,
    &kListClass,
    &kSectionListClass,
    &kSectionRefClass,
    &kMechanismStandardClass,
    &kMechanismTypeClass,
    &kKsChannelClass,
    &kKsGateClass,
    &kKsStateClass,
    &kKsTransitionClass,
    &kNetConClass,
    &kCVodeClass,
    &kFInitializeHandlerClass,
    &kParallelContextClass,
    &kPatternStimClass,
    &kStateTransitionEventClass,
    &kSaveStateClass,
    &kBbSaveStateClass,
    &kFileClass,
    &kStringClass,
    &kStringFunctionsClass,
    &kTimerClass,
    &kPointerClass,
    &kGuiMathClass,
    &kVBoxClass,
    &kHBoxClass,
    &kDeckClass,
    &kPwManagerClass,
    &kGraphClass,
    &kShapeClass,
    &kPlotShapeClass,
    &kPpShapeClass,
    &kRangeVarPlotClass,
    &kGlyphClass,
    &kSymChooserClass,
    &kSectionBrowserClass,
    &kTextEditorClass,
    &kValueFieldEditorClass,
};

} // namespace ranvier::world::classes
