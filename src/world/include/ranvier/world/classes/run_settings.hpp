// SPDX-License-Identifier: BSD-3-Clause
// What the CVode objects of a world share: they all stand for one integrator.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "ranvier/engine/simulator.hpp"
#include "ranvier/hoc/object.hpp"

namespace ranvier::world::classes {

struct RunSettings {
    // kept for scripts, without an effect
    double stiffness = 2, jacobian = 0, queue_mode = 0, debug = 0;
    /// What each step calls: as it was given, and the engine's handle.
    std::vector<std::pair<hoc::ObjectPtr, engine::StepCall>> step_calls;
};

} // namespace ranvier::world::classes
