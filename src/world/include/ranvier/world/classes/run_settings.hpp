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
    // of the variable step, which is not on
    double absolute_tolerance = 1e-3, relative_tolerance = 0;
    double longest_step = 1e9, shortest_step = 0; ///< [ms]
    double highest_order = 5, stiffness = 2, jacobian = 0, condition_order = 1, queue_mode = 0, debug = 0;
    /// What each step calls: as it was given, and the engine's handle.
    std::vector<std::pair<hoc::ObjectPtr, engine::StepCall>> step_calls;
};

} // namespace ranvier::world::classes
