// SPDX-License-Identifier: BSD-3-Clause
// Small builtin classes that nobody but their own functions looks into.
#pragma once

#include "ranvier/world/classes/builtin_class.hpp"

namespace ranvier::world::classes {

extern const Declaration kStringClass;
extern const Declaration kStringFunctionsClass;
extern const Declaration kTimerClass;
extern const Declaration kPointerClass;
extern const Declaration kGuiMathClass;

} // namespace ranvier::world::classes
